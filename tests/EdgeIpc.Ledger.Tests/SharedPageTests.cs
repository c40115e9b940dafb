using EdgeIpc.Posix;

namespace EdgeIpc.Ledger.Tests;

public sealed class SharedPageTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Many_senders_count_in_one_page_and_none_is_lost()
    {
        string path = _directory.File("senders");
        Assert.Null(SenderPage.TryRead(path));
        Parallel.For(0, 8, _ =>
        {
            using var page = SenderPage.Open(path, FileSharing.OwnerOnly);
            for (int i = 0; i < 1000; i++)
            {
                page.NoteAttempt();
                if (i % 10 == 0) page.NoteFailed();
                else page.NoteSent();
            }
        });
        var counts = SenderPage.TryRead(path)!.Value;
        Assert.Equal(new SenderCounts(8000, 7200, 800), counts);
        Assert.Equal(0, counts.Unresolved);
    }

    [Fact]
    public void A_sender_killed_between_attempt_and_outcome_leaves_one_unresolved()
    {
        using var page = SenderPage.Open(_directory.File("senders"), FileSharing.OwnerOnly);
        page.NoteAttempt();
        Assert.Equal(1, page.Read().Unresolved);
    }

    [Fact]
    public void Unresolved_is_never_negative_while_others_count()
    {
        string path = _directory.File("senders");
        using var page = SenderPage.Open(path, FileSharing.OwnerOnly);
        using var stop = new CancellationTokenSource();
        var sender = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                page.NoteAttempt();
                page.NoteSent();
            }
        });
        sender.Start();
        try
        {
            for (int i = 0; i < 2_000; i++) Assert.True(SenderPage.TryRead(path)!.Value.Unresolved >= 0);
        }
        finally
        {
            stop.Cancel();
            sender.Join();
        }
    }

    [Fact]
    public void What_a_spool_held_before_is_recorded_once_and_by_whoever_comes_first()
    {
        string path = _directory.File("submitters");
        using var first = SubmitterPage.Open(path, FileSharing.OwnerOnly);
        Assert.Null(first.Read().CarriedInJobs);
        first.CarryIn(jobs: 0, confirmedRows: 12);
        using var second = SubmitterPage.Open(path, FileSharing.OwnerOnly);
        second.CarryIn(jobs: 5, confirmedRows: 99);
        second.NoteAttempt();
        second.NoteAccepted();
        second.NoteAttempt();
        second.NoteRefused();
        second.NoteAttempt();

        var counts = SubmitterPage.TryRead(path)!.Value;
        Assert.Equal(new SubmitterCounts(3, 1, 1, 0, 12), counts);
        Assert.Equal(1, counts.Unresolved);
    }
}
