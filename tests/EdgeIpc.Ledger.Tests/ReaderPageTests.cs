using EdgeIpc.Posix;

namespace EdgeIpc.Ledger.Tests;

public sealed class ReaderPageTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_reader_killed_at_any_store_resumes_where_its_page_says_and_counts_every_sample_once()
    {
        int files = 0;
        int kills = Kill.AtEveryStore(kill =>
        {
            string path = _directory.File($"reader-{files++}");
            bool survived = kill.Survives(k => ReadAll(path, k));
            ReadAll(path, Kill.Never);
            var counts = ReaderPage.TryRead(path)!.Value.Counts;
            Assert.Equal(1000, counts.Cursor);
            Assert.Equal(1000, counts.JoinedAt + counts.Read + counts.Lost);
            Assert.Equal(100, counts.Lost);
            return survived;
        });
        Assert.True(kills > 50, $"only {kills} kills");
    }

    [Fact]
    public void Joining_again_begins_anew_with_nothing_read_and_nothing_lost()
    {
        using var page = ReaderPage.TryOwn(_directory.File("reader"), FileSharing.OwnerOnly)!;
        Assert.False(page.Counts.HasJoined);
        page.Join(5);
        page.Commit(cursor: 9, read: 3, lost: 1);
        Assert.Equal(new ReaderCounts(1, 5, 9, 3, 1), page.Counts);
        page.Join(20);
        Assert.Equal(new ReaderCounts(1, 20, 20, 0, 0), page.Counts);
    }

    [Fact]
    public void Leaving_is_told_apart_from_dying_and_coming_back_goes_on_where_it_left()
    {
        string path = _directory.File("reader");
        using (var first = ReaderPage.TryOwn(path, FileSharing.OwnerOnly)!)
        {
            first.Leave();
            Assert.False(first.Counts.HasLeft);
            first.Join(5);
            first.Commit(cursor: 9, read: 4, lost: 0);
        }

        Assert.False(ReaderPage.TryRead(path)!.Value.Counts.HasLeft);
        using (var second = ReaderPage.TryOwn(path, FileSharing.OwnerOnly)!)
        {
            second.Resume();
            second.Leave();
        }

        Assert.Equal(new ReaderCounts(2, 5, 9, 4, 0), ReaderPage.TryRead(path)!.Value.Counts);
        using var third = ReaderPage.TryOwn(path, FileSharing.OwnerOnly)!;
        third.Resume();
        Assert.Equal(new ReaderCounts(1, 5, 9, 4, 0), third.Counts);
    }

    [Fact]
    public void A_commit_allocates_nothing()
    {
        using var page = ReaderPage.TryOwn(_directory.File("reader"), FileSharing.OwnerOnly)!;
        page.Join(0);
        Commit(100);
        Assert.Equal(0, Allocated.FewestBytes(() => Commit(10_000)));

        void Commit(int count)
        {
            for (int i = 0; i < count; i++) page.Commit(i, 1, 0);
        }
    }

    /// <summary>Reads a ring that begins at 40, was lapped once for 100 samples, and ends at 1000.</summary>
    private static void ReadAll(string path, Kill kill)
    {
        using var page = ReaderPage.TryOwn(path, FileSharing.OwnerOnly, kill.Strike)!;
        if (!page.Counts.HasJoined) page.Join(40);
        for (long cursor = page.Counts.Cursor; cursor < 1000;)
        {
            long lost = cursor == 240 ? 100 : 0, read = Math.Min(100, 1000 - cursor - lost);
            cursor += lost + read;
            page.Commit(cursor, read, lost);
        }
    }
}
