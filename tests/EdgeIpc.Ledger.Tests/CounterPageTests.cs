using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeIpc.Posix;

namespace EdgeIpc.Ledger.Tests;

public sealed class CounterPageTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_bytes_of_a_page_are_as_the_layout_says()
    {
        string path = _directory.File("sensor");
        using (var page = SensorPage.TryOwn(path, FileSharing.OwnerOnly)!) page.BeginSchedule(0x1122334455667788, 1_000_000);

        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(4096, bytes.Length);
        Assert.Equal("EDGEPAGE", Encoding.ASCII.GetString(bytes, 0, 8));
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)));
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12)));
        Assert.Equal(10u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(16)));
        Assert.Equal(Environment.ProcessId, Word(24));
        Assert.Equal(ProcessControl.StartTicks(Environment.ProcessId), Word(32));
        Assert.Equal(1, Word(40));
        Assert.Equal(1, Word(64));
        Assert.Equal(0, Word(128));
        Assert.Equal(0x1122334455667788, Word(2112));
        Assert.Equal(1_000_000, Word(2120));

        long Word(int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));
    }

    [Fact]
    public void Every_kind_of_counts_is_whole_words_and_fits_a_slot()
    {
        int[] sizesBytes =
        [
            Unsafe.SizeOf<SensorCounts>(), Unsafe.SizeOf<ReaderCounts>(), Unsafe.SizeOf<ReceiverCounts>(),
            Unsafe.SizeOf<SpoolerCounts>(), Unsafe.SizeOf<EmulatorCounts>(), Unsafe.SizeOf<SupervisorCounts>(),
        ];
        Assert.Equal([10 * 8, 5 * 8, 10 * 8, 13 * 8, 11 * 8, 8 * 8], sizesBytes);
        Assert.All(sizesBytes, size => Assert.True(size <= CounterPage.SlotSizeBytes));
        Assert.True(CounterPage.SlotOffset + 2 * CounterPage.SlotSizeBytes <= CounterPage.SizeBytes);
    }

    [Fact]
    public void A_second_writer_is_refused_while_the_first_lives_and_readers_are_not()
    {
        string path = _directory.File("reader");
        using (var first = ReaderPage.TryOwn(path, FileSharing.OwnerOnly)!)
        {
            first.Join(3);
            Assert.Null(ReaderPage.TryOwn(path, FileSharing.OwnerOnly));
            Assert.Equal(3, ReaderPage.TryRead(path)!.Value.Counts.Cursor);
        }

        using var second = ReaderPage.TryOwn(path, FileSharing.OwnerOnly)!;
        Assert.Equal(3, second.Counts.Cursor);
        Assert.Equal(2, second.Starts);
    }

    [Fact]
    public void A_page_names_the_process_that_owns_it()
    {
        string path = _directory.File("spooler");
        Assert.Null(CounterPage.TryReadOwner(path));
        using (var page = SpoolerPage.TryOwn(path, FileSharing.OwnerOnly)!) page.Set(page.Counts with { JobId = 9 });

        var owner = CounterPage.TryReadOwner(path)!.Value;
        Assert.Equal(Environment.ProcessId, owner.ProcessId);
        Assert.True(owner.IsAlive);
        Assert.False((owner with { StartTicks = owner.StartTicks + 1 }).IsAlive);
        Assert.False((owner with { ProcessId = 0 }).IsAlive);

        var usage = ProcessUsage.TryRead(owner)!.Value;
        Assert.True(usage.ResidentBytes > 1 << 20);
        Assert.Null(ProcessUsage.TryRead(owner with { StartTicks = 1 }));
        Assert.Null(ProcessUsage.TryRead(owner with { ProcessId = 0 }));
    }

    [Fact]
    public void A_process_whose_name_holds_blanks_and_parentheses_is_read_rightly()
    {
        string stat = "77 (a) b (c)) S 1 77 77 0 -1 4194560 100 0 0 0 150 25 0 0 20 0 4 0 5000 300000 2048 18446744073709551615";
        Assert.Equal(new ProcessUsage(TimeSpan.FromSeconds(1.75), 2048 * 4096), ProcessUsage.TryParse(stat, 5000, 4096));
        Assert.Null(ProcessUsage.TryParse(stat, 5001, 4096));
        Assert.Null(ProcessUsage.TryParse("77 (gone) Z 1", 5000, 4096));
    }

    [Theory]
    [InlineData(0, 0x21, "is not a counter page")]
    [InlineData(8, 2, "has layout 2; this program knows layout 1")]
    [InlineData(12, 2, "counts for kind Reader, not Sensor")]
    [InlineData(16, 7, "holds 7 counts; kind Sensor has 10")]
    public void A_page_that_is_damaged_or_foreign_is_refused_by_readers_and_by_the_next_writer(int offset, byte value, string because)
    {
        string path = _directory.File("sensor");
        SensorPage.TryOwn(path, FileSharing.OwnerOnly)!.Dispose();
        byte[] bytes = File.ReadAllBytes(path);
        bytes[offset] = value;
        File.WriteAllBytes(path, bytes);

        Assert.Contains(because, Assert.Throws<InvalidDataException>(() => SensorPage.TryRead(path, () => 0)).Message, StringComparison.Ordinal);
        Assert.Contains(because, Assert.Throws<InvalidDataException>(() => SensorPage.TryOwn(path, FileSharing.OwnerOnly)).Message, StringComparison.Ordinal);
        // A refused writer leaves no lock behind.
        Assert.False(FileLock.IsHeld(path));
    }

    [Fact]
    public void A_file_of_another_length_is_refused()
    {
        string path = _directory.File("sensor");
        File.WriteAllBytes(path, new byte[100]);
        Assert.Contains("is 100 bytes", Assert.Throws<InvalidDataException>(() => ReaderPage.TryRead(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_not_made_completely_is_no_page_yet_and_the_next_writer_completes_it()
    {
        int files = 0;
        Kill.AtEveryStore(kill =>
        {
            string path = _directory.File($"page-{files++}");
            bool survived = kill.Survives(k => SensorPage.TryOwn(path, FileSharing.OwnerOnly, k.Strike)!.Dispose());
            long startsBefore = CounterPage.TryReadOwner(path)?.Starts ?? 0;
            using var page = SensorPage.TryOwn(path, FileSharing.OwnerOnly)!;
            Assert.Equal(startsBefore + 1, page.Starts);
            Assert.True(CounterPage.TryReadOwner(path)!.Value.IsAlive);
            return survived;
        });

        string empty = _directory.File("empty");
        File.WriteAllBytes(empty, []);
        Assert.Null(ReaderPage.TryRead(empty));
    }

    [Fact]
    public void A_reader_never_sees_half_a_commit()
    {
        string path = _directory.File("reader");
        using var page = ReaderPage.TryOwn(path, FileSharing.OwnerOnly)!;
        page.Join(0);
        using var stop = new CancellationTokenSource();
        var writer = new Thread(() =>
        {
            for (long n = 1; !stop.IsCancellationRequested; n++) page.Commit(2 * n, 1, 1);
        });
        writer.Start();
        try
        {
            for (int i = 0; i < 2_000; i++)
            {
                var counts = ReaderPage.TryRead(path)!.Value.Counts;
                Assert.Equal(counts.Cursor, counts.Read + counts.Lost);
                Assert.Equal(counts.Read, counts.Lost);
            }
        }
        finally
        {
            stop.Cancel();
            writer.Join();
        }
    }

    [Fact]
    public void Restarts_are_counted_per_role()
    {
        string path = _directory.File("supervisor");
        using var page = SupervisorPage.TryOwn(path, FileSharing.OwnerOnly)!;
        foreach (var role in Enum.GetValues<StationRole>())
            for (int i = 0; i <= (int)role; i++) page.NoteRestart(role);
        page.NoteReady(5);
        page.NoteStopping(6);

        var counts = SupervisorPage.TryRead(path)!.Value.Counts;
        Assert.All(Enum.GetValues<StationRole>(), role => Assert.Equal((int)role + 1, counts.RestartsOf(role)));
        Assert.Equal((5, 6), (counts.ReadyAtNs, counts.StoppingSinceNs));
    }
}
