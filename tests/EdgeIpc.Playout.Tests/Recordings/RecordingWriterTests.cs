using System.Runtime.InteropServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Playout.Tests;

public sealed class RecordingWriterTests(ITestOutputHelper output) : IDisposable
{
    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_appended_in_any_pieces_with_any_gaps_is_read_back_as_it_was()
    {
        int seed = Environment.GetEnvironmentVariable("EDGEIPC_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"EDGEIPC_SEED={seed}");
        var random = new Random(seed);
        var expected = new List<long>();
        long position = random.Next(1000);
        for (int session = 0; session < 3; session++)
        {
            using var writer = _folder.OpenWriter(new RecordingOptions { BlockBytes = 1024, SegmentBytes = 64 << 10 });
            for (int i = 0; i < 300; i++)
            {
                int count = random.Next(0, 200);
                Assert.Equal(RecordingOutcome.Recorded, writer.Append(RecordingFolder.Items(position, count), position));
                expected.AddRange(RecordingFolder.Range(position, position + count));
                position += count;
                if (random.Next(10) == 0) position += random.Next(1, 500);
                if (random.Next(10) == 0) writer.Flush();
            }
        }

        var (positions, damages) = RecordingFolder.ReadAll(_folder.Path);
        Assert.Empty(damages);
        Assert.Equal(expected, positions);
        var end = RecordingReader.TryReadEnd(_folder.Path);
        Assert.Equal((expected[^1] + 1, "a test"), (end!.EndPosition, end.Segment.Description.SourceText));
        Assert.Equal(RecordingFolder.Items(expected[^1], 1), end.LastItem.ToArray());
    }

    [Fact]
    public void A_segment_ends_before_it_would_pass_its_size()
    {
        const int SegmentBytes = 64 << 10;
        var noise = new byte[1024];
        using (var writer = _folder.OpenWriter(new RecordingOptions { BlockBytes = 1024, SegmentBytes = SegmentBytes }))
        {
            for (int block = 0; block < 200; block++)
            {
                Random.Shared.NextBytes(noise);
                writer.Append(noise, block * 64);
            }
        }

        var segments = RecordingRetention.List(_folder.Path);
        Assert.Equal(["000001.rec", "000002.rec", "000003.rec", "000004.rec"], segments.Select(segment => Path.GetFileName(segment.Path)), StringComparer.Ordinal);
        Assert.All(segments, segment => Assert.InRange(segment.SizeBytes, 1, SegmentBytes));
        Assert.All(segments.SkipLast(1), segment => Assert.True(segment.SizeBytes + 1024 + 40 > SegmentBytes));
    }

    [Fact]
    public void A_later_writer_begins_the_next_segment_and_leaves_the_earlier_ones_alone()
    {
        string first = _folder.WriteSegment(10);
        byte[] before = File.ReadAllBytes(first);
        string second = _folder.WriteSegment(20);
        Assert.Equal(_folder["000002.rec"], second);
        Assert.Equal(before, File.ReadAllBytes(first));
    }

    [Fact]
    public void An_item_waits_for_its_block_only_as_long_as_was_allowed()
    {
        using var writer = _folder.OpenWriter(new RecordingOptions { FlushAfter = TimeSpan.FromSeconds(10) });
        writer.Append(RecordingFolder.Items(0, 3), 0);
        _folder.Time.Advance(TimeSpan.FromSeconds(9));
        writer.Append(RecordingFolder.Items(3, 1), 3);
        writer.Tick();
        Assert.Equal((0, 4), (writer.ItemsWritten, writer.ItemsInHand));
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        writer.Tick();
        Assert.Equal((4, 0), (writer.ItemsWritten, writer.ItemsInHand));
        Assert.Equal(4, RecordingFolder.ReadAll(_folder.Path).Positions.Count);
    }

    [Fact]
    public void A_killed_writer_leaves_every_whole_block_and_takes_only_the_one_in_hand()
    {
        var writer = _folder.OpenWriter(new RecordingOptions { BlockBytes = 1024 });
        writer.Append(RecordingFolder.Items(0, 64 * 3 + 5), 0);
        // A copy of the file is what a SIGKILL leaves: nothing is flushed.
        string left = Directory.CreateDirectory(_folder["left"]).FullName;
        File.Copy(writer.SegmentPath!, Path.Combine(left, "000001.rec"));
        var (positions, damages) = RecordingFolder.ReadAll(left);
        Assert.Equal(RecordingFolder.Range(0, 64 * 3), positions);
        Assert.Empty(damages);
        Assert.Equal((64 * 3, 5), (writer.ItemsWritten, writer.ItemsInHand));
        writer.Dispose();
    }

    [Fact]
    public void A_disk_that_is_full_at_any_byte_ends_the_recording_with_its_last_whole_block()
    {
        const int BlockItems = 64;
        for (int room = 0; room < 4096 + 4 * (1024 + 40); room += 13)
        {
            string directory = Directory.CreateDirectory(_folder[$"room-{room}"]).FullName;
            using (var writer = Open(directory, room))
            {
                for (int i = 0; i < 6; i++)
                {
                    var outcome = writer.Append(Noise(i), i * BlockItems);
                    if (outcome == RecordingOutcome.DiskFull) break;
                }

                Assert.Equal(RecordingOutcome.DiskFull, writer.Flush());
                Assert.Equal(RecordingOutcome.DiskFull, writer.Append(Noise(9), 9 * BlockItems));
            }

            int wholeBlocks = room < 4096 ? 0 : (room - 4096) / (1024 + 40);
            if (room < 4096)
            {
                Assert.Empty(Directory.GetFiles(directory));
                continue;
            }

            Assert.Equal(4096 + wholeBlocks * (1024 + 40), new FileInfo(Path.Combine(directory, "000001.rec")).Length);
            using var reader = RecordingReader.Open(directory);
            for (int i = 0; i < wholeBlocks; i++)
            {
                Assert.Equal(RecordingStep.Block, reader.Next());
                Assert.Equal(Noise(i), reader.Items.ToArray());
            }

            Assert.Equal(RecordingStep.End, reader.Next());
        }

        static byte[] Noise(int block)
        {
            byte[] noise = new byte[BlockItems * RecordingFolder.ItemSizeBytes];
            new Random(block).NextBytes(noise);
            return noise;
        }
    }

    [Fact]
    public void A_disk_that_fails_otherwise_is_an_error_and_not_a_full_disk()
    {
        using var writer = _folder.OpenWriter(write: (file, bytes) => bytes.Length == 4096 ? file.Write(bytes) : throw new PosixException("write", "a dying card", Errno.EIO));
        writer.Append(RecordingFolder.Items(0, 1), 0);
        Assert.Equal(Errno.EIO, Assert.Throws<PosixException>(() => writer.Flush()).Errno);
        Assert.Throws<PosixException>(writer.Dispose);
    }

    [Fact]
    public void Adding_items_to_a_block_allocates_nothing()
    {
        using var writer = RecordingWriter.Open(_folder.Path, RecordingFolder.Description, new RecordingOptions { FlushAfter = TimeSpan.FromHours(1) }, FileSharing.OwnerOnly, TimeProvider.System);
        var item = new byte[RecordingFolder.ItemSizeBytes];
        // The first round lets the runtime load and compile what it needs.
        AppendUpTo(5_000);
        Assert.Equal(0, Allocated.FewestBytes(() => AppendUpTo(writer.ItemsInHand + 2_000)));
        Assert.Equal(15_000, writer.ItemsInHand);

        void AppendUpTo(int end)
        {
            for (int position = writer.ItemsInHand; position < end; position++)
            {
                writer.Append(item, position);
                writer.Tick();
            }
        }
    }

    [Fact]
    public void Recording_makes_few_writes_and_large_ones()
    {
        // A minute at 1 kHz of the station's samples: a sequence, a time with some jitter, four values of a 12-bit sensor.
        var random = new Random(1);
        var samples = new (long Sequence, long TakenAtNs, float X, float Y, float Z, float T)[60_000];
        for (int i = 0; i < samples.Length; i++) samples[i] = (i, i * 1_000_000L + random.Next(2_000, 80_000), Value(i, 24), Value(i, 48), Value(i, 5), 24);
        using var writer = RecordingWriter.Open(_folder.Path, RecordingFolder.Description with { ItemSizeBytes = 32 }, new RecordingOptions(), FileSharing.OwnerOnly, _folder.Time);
        for (int i = 0; i < samples.Length; i += 100) writer.Append(MemoryMarshal.AsBytes(samples.AsSpan(i, 100)), i);
        writer.Finish();
        output.WriteLine($"{writer.BytesWritten * 60 / 1e6:F1} MB an hour at 1 kHz in {writer.Writes * 60} writes; {samples.Length * 32 * 60 / 1e6:F1} MB unpacked");
        Assert.Equal(1 + 8, writer.Writes);
        Assert.True(writer.BytesWritten < samples.Length * 32 / 2, $"{writer.BytesWritten} bytes");

        float Value(int i, double hertz) => (float)Math.Round((Math.Sin(i * hertz * 0.00628) + 0.02 * random.NextDouble()) * 256) / 256;
    }

    [Fact]
    public void Options_and_descriptions_out_of_range_are_refused_by_name()
    {
        Assert.Contains("BlockBytes is 5", Assert.Throws<ArgumentException>(() => _folder.OpenWriter(new RecordingOptions { BlockBytes = 5 })).Message, StringComparison.Ordinal);
        Assert.Contains("SegmentBytes is 5", Assert.Throws<ArgumentException>(() => _folder.OpenWriter(new RecordingOptions { SegmentBytes = 5 })).Message, StringComparison.Ordinal);
        Assert.Contains("FlushAfter is 00:00:00", Assert.Throws<ArgumentException>(() => _folder.OpenWriter(new RecordingOptions { FlushAfter = TimeSpan.Zero })).Message, StringComparison.Ordinal);
        Assert.Contains("SyncAfter is 00:00:00", Assert.Throws<ArgumentException>(() => _folder.OpenWriter(new RecordingOptions { SyncAfter = TimeSpan.Zero })).Message, StringComparison.Ordinal);
        Assert.Contains("channel name", Assert.Throws<ArgumentException>(() => (RecordingFolder.Description with { Channels = [new("", "")] }).Validate()).Message, StringComparison.Ordinal);
        using var writer = _folder.OpenWriter();
        Assert.Contains("no whole items", Assert.Throws<ArgumentException>(() => writer.Append(new byte[17], 0)).Message, StringComparison.Ordinal);
    }

    private RecordingWriter Open(string directory, int roomBytes) =>
        RecordingWriter.Open(directory, RecordingFolder.Description, new RecordingOptions { BlockBytes = 1024 }, FileSharing.OwnerOnly, _folder.Time, (file, bytes) =>
        {
            // As write(2) does: what fits is written, and only the next call says that the disk is full.
            if (roomBytes == 0) throw new PosixException("write", "a small disk", Errno.ENOSPC);
            int count = file.Write(bytes[..Math.Min(bytes.Length, roomBytes)]);
            roomBytes -= count;
            return count;
        });
}
