namespace EdgeIpc.Playout.Tests;

public sealed class RecordingDamageTests : IDisposable
{
    private const int HeaderSizeBytes = 4096;
    private static readonly int[] Blocks = [3, 1, 40, 2];

    private readonly RecordingFolder _folder = new();
    private readonly string _path;
    private readonly byte[] _whole;
    private readonly int[] _blockEnds;

    public RecordingDamageTests()
    {
        _path = _folder.WriteSegment(Blocks);
        _whole = File.ReadAllBytes(_path);
        _blockEnds = FindBlockEnds(_whole);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_recording_cut_at_any_byte_reads_up_to_its_last_whole_block()
    {
        string cut = _folder["cut.rec"];
        for (int length = 0; length <= _whole.Length; length++)
        {
            File.WriteAllBytes(cut, _whole.AsSpan(0, length));
            if (length < HeaderSizeBytes)
            {
                var refusal = Assert.Throws<RecordingFormatException>(() => RecordingReader.Open(cut));
                Assert.Contains(length == 0 ? "is empty" : "is cut off", refusal.Message, StringComparison.Ordinal);
                continue;
            }

            var (positions, damages) = RecordingFolder.ReadAll(cut);
            int wholeBlocks = _blockEnds.Count(end => end <= length);
            Assert.Equal(RecordingFolder.Range(0, Blocks.Take(wholeBlocks).Sum()), positions);
            int lastEnd = wholeBlocks == 0 ? HeaderSizeBytes : _blockEnds[wholeBlocks - 1];
            if (length == lastEnd)
            {
                Assert.Empty(damages);
                continue;
            }

            var damage = Assert.Single(damages);
            Assert.Equal((RecordingFault.CutOff, lastEnd, length - lastEnd, wholeBlocks), (damage.Fault, damage.OffsetBytes, damage.SkippedBytes, damage.FirstBlock));
        }
    }

    [Fact]
    public void A_large_recording_cut_at_random_bytes_reads_up_to_its_last_whole_block()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_SEED"), System.Globalization.CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"EDGEIPC_TEST_SEED={seed}");
        var random = new Random(seed);
        int[] blocks = [.. Enumerable.Range(0, 60).Select(_ => random.Next(1, 2_000))];
        byte[] whole = File.ReadAllBytes(_folder.WriteSegment(blocks));
        int[] ends = FindBlockEnds(whole);
        string cut = _folder["cut.rec"];
        for (int i = 0; i < 80; i++)
        {
            // Anywhere, or directly around the end of a block.
            int length = i % 2 == 0 ? random.Next(HeaderSizeBytes, whole.Length + 1) : Math.Min(ends[random.Next(ends.Length)] + random.Next(-1, 2), whole.Length);
            File.WriteAllBytes(cut, whole.AsSpan(0, length));
            var (positions, damages) = RecordingFolder.ReadAll(cut);
            int wholeBlocks = ends.Count(end => end <= length);
            Assert.Equal(blocks.Take(wholeBlocks).Sum(), positions.Count);
            Assert.Equal(length == (wholeBlocks == 0 ? HeaderSizeBytes : ends[wholeBlocks - 1]) ? 0 : 1, damages.Count);
        }
    }

    [Fact]
    public void A_changed_byte_costs_its_block_alone_and_the_block_is_named()
    {
        string changed = _folder["changed.rec"];
        for (int at = HeaderSizeBytes; at < _whole.Length; at++)
        {
            byte[] bytes = [.. _whole];
            bytes[at] ^= 0x20;
            File.WriteAllBytes(changed, bytes);
            int hit = Array.FindIndex(_blockEnds, end => at < end);
            var (positions, damages) = RecordingFolder.ReadAll(changed);
            long first = Blocks.Take(hit).Sum(), end = first + Blocks[hit];
            Assert.Equal(RecordingFolder.Range(0, 46).Where(position => position < first || position >= end), positions);
            var damage = Assert.Single(damages);
            Assert.Equal(hit, damage.FirstBlock);
            Assert.Equal(hit == 0 ? HeaderSizeBytes : _blockEnds[hit - 1], damage.OffsetBytes);
            if (hit == Blocks.Length - 1) continue;
            Assert.Equal((hit + 1, (long?)end, _blockEnds[hit]), (damage.NextBlock!.Value, damage.NextPosition, damage.OffsetBytes + damage.SkippedBytes));
        }
    }

    [Fact]
    public void A_changed_byte_in_the_header_is_found_whatever_byte_it_is()
    {
        string changed = _folder["changed.rec"];
        for (int at = 0; at < HeaderSizeBytes; at++)
        {
            byte[] bytes = [.. _whole];
            bytes[at] ^= 0x01;
            File.WriteAllBytes(changed, bytes);
            Assert.Throws<RecordingFormatException>(() => RecordingReader.Open(changed));
        }
    }

    [Fact]
    public void Bytes_that_are_missing_in_the_middle_cost_the_blocks_they_belonged_to()
    {
        string shortened = _folder["shortened.rec"];
        for (int at = HeaderSizeBytes; at < _blockEnds[2]; at++)
        {
            File.WriteAllBytes(shortened, [.. _whole[..at], .. _whole[(at + 1)..]]);
            int hit = Array.FindIndex(_blockEnds, end => at < end);
            var (positions, damages) = RecordingFolder.ReadAll(shortened);
            long first = Blocks.Take(hit).Sum(), end = first + Blocks[hit];
            Assert.Equal(RecordingFolder.Range(0, 46).Where(position => position < first || position >= end), positions);
            Assert.Equal(hit, Assert.Single(damages).FirstBlock);
        }
    }

    [Fact]
    public void A_block_that_was_cut_out_neatly_is_missed()
    {
        string without = _folder["without.rec"];
        File.WriteAllBytes(without, [.. _whole[.._blockEnds[0]], .. _whole[_blockEnds[2]..]]);
        var (positions, damages) = RecordingFolder.ReadAll(without);
        Assert.Equal([0, 1, 2, 44, 45], positions);
        Assert.Equal($"{without}: blocks 1 to 2 at byte {_blockEnds[0]} is missing or out of its order; 0 bytes (positions 3 to 43) are skipped.", Assert.Single(damages).ToString());
    }

    [Fact]
    public void A_block_that_comes_twice_is_read_once()
    {
        string twice = _folder["twice.rec"];
        File.WriteAllBytes(twice, [.. _whole[.._blockEnds[1]], .. _whole[_blockEnds[0].._blockEnds[1]], .. _whole[_blockEnds[1]..]]);
        var (positions, damages) = RecordingFolder.ReadAll(twice);
        Assert.Equal(RecordingFolder.Range(0, 46), positions);
        Assert.Equal(RecordingFault.Order, Assert.Single(damages).Fault);
    }

    [Fact]
    public void A_tail_of_zeros_that_a_power_cut_left_is_no_block()
    {
        string zeros = _folder["zeros.rec"];
        File.WriteAllBytes(zeros, [.. _whole, .. new byte[70_000]]);
        var (positions, damages) = RecordingFolder.ReadAll(zeros);
        Assert.Equal(46, positions.Count);
        Assert.Equal((RecordingFault.NoBlock, 70_000L), (Assert.Single(damages).Fault, damages[0].SkippedBytes));
    }

    [Fact]
    public void Reading_goes_on_after_rubbish_of_any_length()
    {
        string rubbish = _folder["rubbish.rec"];
        // Lengths around the size of the pieces in which the next block is looked for.
        foreach (int length in (int[])[1, 39, 40, 41, 65_533, 65_534, 65_535, 65_536, 65_537, 140_000])
        {
            File.WriteAllBytes(rubbish, [.. _whole[.._blockEnds[1]], .. Enumerable.Repeat((byte)'E', length), .. _whole[_blockEnds[1]..]]);
            var (positions, damages) = RecordingFolder.ReadAll(rubbish);
            Assert.Equal(RecordingFolder.Range(0, 46), positions);
            Assert.Equal(length, Assert.Single(damages).SkippedBytes);
        }
    }

    [Fact]
    public void A_damaged_segment_is_named_and_the_others_are_read()
    {
        string second = _folder.WriteSegment(5);
        File.WriteAllText(_path, "EDGERECD and then nothing that is one");
        var (positions, damages) = RecordingFolder.ReadAll(_folder.Path);
        Assert.Equal(RecordingFolder.Range(0, 5), positions);
        Assert.Equal((_path, RecordingFault.CutOff), (Assert.Single(damages).Path, damages[0].Fault));
        Assert.StartsWith($"{_path} is cut off", damages[0].ToString(), StringComparison.Ordinal);
        File.WriteAllText(_path, "something else altogether");
        Assert.Equal($"{_path} is no recording: it does not begin with EDGERECD. Its 25 bytes are skipped.", Assert.Single(RecordingFolder.ReadAll(_folder.Path).Damages).ToString());
        Assert.EndsWith("000002.rec", second, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_recording_is_refused_by_name()
    {
        string text = _folder["notes.txt"];
        File.WriteAllText(text, "no recording");
        Assert.Equal($"{text} is no recording: it does not begin with EDGERECD.", Assert.Throws<RecordingFormatException>(() => RecordingReader.Open(text)).Message);
        string empty = Directory.CreateDirectory(_folder["empty"]).FullName;
        Assert.Throws<RecordingFormatException>(() => RecordingReader.Open(empty));
        Assert.Throws<FileNotFoundException>(() => RecordingReader.Open(_folder["nowhere"]));
    }

    private static int[] FindBlockEnds(byte[] file)
    {
        var ends = new List<int>();
        for (int at = HeaderSizeBytes; at < file.Length; at += 40 + BitConverter.ToInt32(file, at + 20)) ends.Add(at);
        return [.. ends.Skip(1), file.Length];
    }
}
