using EdgeIpc.Commands;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;

namespace EdgeIpc.Daemon;

/// <summary>The queues of an instance with its counter pages behind them: what is sent and what becomes of it is counted here.</summary>
internal static class StationQueues
{
    /// <summary>A sender whose sends are counted on the pages that all senders share; dispose both.</summary>
    public static (CommandSender Sender, SenderPages Pages) OpenSender(StationInstance instance)
    {
        var pages = new SenderPages(instance.Counters, instance.Sharing);
        return (new CommandSender(instance.Queues, pages.CountsOf), pages);
    }

    /// <summary>
    /// The receiver of a role's queue, in the process that has the role. What a predecessor died with is settled first: a
    /// request that was in hand is counted as interrupted and not run again.
    /// </summary>
    public static (CommandReceiver Receiver, ReceiverCountsPage Counts, ReceiverRecovery Recovery) OpenReceiver(StationInstance instance, string role)
    {
        var page = ReceiverPage.TryOwn(instance.Counters.Receiver(role), instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {instance.Name} has a {role} already; one at a time.");
        var counts = new ReceiverCountsPage(page);
        var receiver = CommandReceiver.Open(instance.Queues, role, counts);
        using var senders = SenderPage.Open(instance.Counters.Senders(role), instance.Sharing);
        return (receiver, counts, page.Recover(senders, () => receiver.CountWaiting()));
    }
}

/// <summary>The pages that the senders to each role count on, opened when first needed.</summary>
internal sealed class SenderPages(CounterPaths counters, FileSharing sharing) : IDisposable
{
    private readonly Dictionary<string, SenderPage> _pages = new(StringComparer.Ordinal);

    public ISenderCounts CountsOf(string role)
    {
        if (!_pages.TryGetValue(role, out var page)) _pages[role] = page = SenderPage.Open(counters.Senders(role), sharing);
        return new Counts(page);
    }

    public void Dispose()
    {
        foreach (var page in _pages.Values) page.Dispose();
    }

    private sealed class Counts(SenderPage page) : ISenderCounts
    {
        public void NoteAttempt() => page.NoteAttempt();

        public void NoteSent() => page.NoteSent();

        public void NoteFailed() => page.NoteFailed();
    }
}

/// <summary>A receiver's counts on its page.</summary>
internal sealed class ReceiverCountsPage(ReceiverPage page) : IReceiverCounts, IDisposable
{
    public void BeginReceive() => page.BeginReceive();

    public void EndReceive() => page.EndReceive();

    public void NoteMalformed() => page.NoteMalformed();

    public void Take(ulong requestId) => page.Take(requestId);

    public void Finish(CommandOutcome outcome) => page.Finish(outcome switch
    {
        CommandOutcome.Answered => ReceivedOutcome.Answered,
        CommandOutcome.Expired => ReceivedOutcome.Expired,
        CommandOutcome.Refused => ReceivedOutcome.Refused,
        CommandOutcome.NoReply => ReceivedOutcome.NoReply,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    });

    public void Dispose() => page.Dispose();
}
