using EdgeIpc.Commands;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;

namespace EdgeIpc.TestChild;

/// <summary>Senders' counts on a real page, which outlives a killed process.</summary>
public sealed class SentPage(string path) : ISenderCounts, IDisposable
{
    private readonly SenderPage _page = SenderPage.Open(path, FileSharing.OwnerOnly);

    public SenderPage Page => _page;

    public void NoteAttempt() => _page.NoteAttempt();

    public void NoteSent() => _page.NoteSent();

    public void NoteFailed() => _page.NoteFailed();

    public void Dispose() => _page.Dispose();
}

/// <summary>A receiver's counts on a real page.</summary>
public sealed class TakenPage(string path) : IReceiverCounts, IDisposable
{
    private readonly ReceiverPage _page = ReceiverPage.TryOwn(path, FileSharing.OwnerOnly) ?? throw new InvalidOperationException($"{path} has an owner.");

    public ReceiverPage Page => _page;

    public ReceiverCounts Counts => _page.Counts;

    public void BeginReceive() => _page.BeginReceive();

    public void EndReceive() => _page.EndReceive();

    public void NoteMalformed() => _page.NoteMalformed();

    public void Take(ulong requestId) => _page.Take(requestId);

    public void Finish(CommandOutcome outcome) => _page.Finish(outcome switch
    {
        CommandOutcome.Answered => ReceivedOutcome.Answered,
        CommandOutcome.Expired => ReceivedOutcome.Expired,
        CommandOutcome.Refused => ReceivedOutcome.Refused,
        _ => ReceivedOutcome.NoReply,
    });

    public void Dispose() => _page.Dispose();
}
