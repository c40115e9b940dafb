using EdgeIpc.Posix;

namespace EdgeIpc.Playout.Tests;

public sealed class RecordingRetentionTests : IDisposable
{
    private const long Mebi = 1 << 20;
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RetentionLimits Limits = new() { TotalBytes = 100 * Mebi, MaxAge = TimeSpan.FromDays(7), MinFreeBytes = 50 * Mebi };

    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_goes_while_every_limit_holds() =>
        Assert.Empty(Chosen([Segment("a", 50, days: 6), Segment("b", 50, days: 0)], freeMebi: 50));

    [Fact]
    public void What_is_too_old_goes() =>
        Assert.Equal("a b", Chosen([Segment("a", 1, days: 9), Segment("b", 1, days: 8), Segment("c", 1, days: 6)], freeMebi: 500));

    [Fact]
    public void Of_too_much_the_oldest_go_until_the_rest_fits() =>
        Assert.Equal("a b", Chosen([Segment("a", 40, days: 3), Segment("b", 40, days: 2), Segment("c", 60, days: 1), Segment("d", 40, days: 0)], freeMebi: 500));

    [Fact]
    public void On_a_disk_that_gets_full_the_oldest_go_until_there_is_room() =>
        Assert.Equal("a", Chosen([Segment("a", 40, days: 3), Segment("b", 40, days: 2)], freeMebi: 20));

    [Fact]
    public void The_segment_that_is_being_written_never_goes() =>
        Assert.Equal("a", Chosen([Segment("a", 400, days: 9), Segment("kept", 400, days: 9)], freeMebi: 0));

    [Fact]
    public void What_a_clock_that_was_not_set_dated_does_not_go_for_its_age() =>
        Assert.Empty(Chosen([new SegmentFile("a", 1, DateTimeOffset.UnixEpoch), new SegmentFile("b", 1, Now + TimeSpan.FromDays(99))], freeMebi: 500));

    [Fact]
    public void Recordings_are_removed_from_the_oldest_on_and_their_empty_directories_with_them()
    {
        foreach (string recording in (string[])["0001", "0002"])
        {
            string directory = Directory.CreateDirectory(_folder[recording]).FullName;
            for (int i = 0; i < 2; i++) RecordingWriter.Open(directory, RecordingFolder.Description, new RecordingOptions(), FileSharing.OwnerOnly, _folder.Time).Dispose();
        }

        string current = Path.Combine(_folder["0002"], "000002.rec");
        var removed = RecordingRetention.Apply(_folder.Path, current, _folder.Time, new RetentionLimits { TotalBytes = 2 * 4096, MinFreeBytes = 0, MaxAge = TimeSpan.FromDays(3650) });
        Assert.Equal(["0001/000001.rec", "0001/000002.rec"], removed.Select(segment => Path.GetRelativePath(_folder.Path, segment.Path)), StringComparer.Ordinal);
        Assert.Equal([_folder["0002"]], Directory.GetDirectories(_folder.Path));
        Assert.Equal(2, RecordingRetention.List(_folder.Path).Count);
        Assert.True(RecordingRetention.FreeBytes(_folder.Path) > 0);
    }

    private static SegmentFile Segment(string path, long mebi, int days) => new(path, mebi * Mebi, Now - TimeSpan.FromDays(days));

    private static string Chosen(SegmentFile[] segments, long freeMebi) =>
        string.Join(' ', RecordingRetention.Choose(segments, "kept", freeMebi * Mebi, Now, Limits).Select(segment => segment.Path));
}
