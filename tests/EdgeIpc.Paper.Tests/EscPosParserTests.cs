namespace EdgeIpc.Paper.Tests;

public class EscPosParserTests
{
    public static TheoryData<string, EscPosCommand> WholeCommands => new()
    {
        { "41", EscPosCommand.Character },
        { "00", EscPosCommand.Ignored },
        { "0A", EscPosCommand.LineFeed },
        { "1B40", EscPosCommand.Initialize },
        { "1B2138", EscPosCommand.PrintMode },
        { "1B4501", EscPosCommand.Bold },
        { "1B2D01", EscPosCommand.Underline },
        { "1B6101", EscPosCommand.Align },
        { "1B6403", EscPosCommand.FeedLines },
        { "1B4A78", EscPosCommand.FeedDots },
        { "1B7413", EscPosCommand.CodePageSelect },
        { "1B32", EscPosCommand.LineSpacingDefault },
        { "1B3318", EscPosCommand.LineSpacing },
        { "1B440810181C00", EscPosCommand.TabStops },
        { "1B247F00", EscPosCommand.AbsolutePosition },
        { "1B70001919", EscPosCommand.Drawer },
        { "1B37075002", EscPosCommand.Heat },
        { "1B2A210200AABBCCDDEEFF", EscPosCommand.ColumnImage },
        { "1D2111", EscPosCommand.CharacterSize },
        { "1D5601", EscPosCommand.Cut },
        { "1D564200", EscPosCommand.Cut },
        { "1D7201", EscPosCommand.StatusEcho },
        { "1D763000020003000A0B0C0D0E0F", EscPosCommand.Raster },
        { "1D2848060030302121217E", EscPosCommand.ProcessId },
        { "1D284C0500303130FF00", EscPosCommand.Graphics },
        { "1D284B02003002", EscPosCommand.Speed },
        { "1D6B043132330000", EscPosCommand.Barcode },
        { "1D6B4904414243440A", EscPosCommand.Barcode },
        { "1D286B0300314306", EscPosCommand.Symbol },
        { "100401", EscPosCommand.RealTimeStatus },
        { "1014010001", EscPosCommand.RealTimeAction },
        { "1C2E", EscPosCommand.Setting },
        { "1C7102", EscPosCommand.Maintenance },
        { "1DFF", EscPosCommand.Unknown },
    };

    [Theory]
    [MemberData(nameof(WholeCommands))]
    public void A_command_ends_at_its_last_byte_and_nowhere_before(string hex, EscPosCommand expected)
    {
        // Two of the rows carry the first byte of what follows, to see that the command leaves it alone.
        byte[] bytes = Convert.FromHexString(hex);
        var parser = new EscPosParser();
        var seen = new List<EscPosCommand>();
        for (int index = 0; index < bytes.Length; index++)
        {
            EscPosStep step = parser.Push(bytes[index]);
            bool isWhole = step is EscPosStep.Complete or EscPosStep.DataEnds;
            Assert.Equal(isWhole, parser.BytesToCome == 0);
            if (isWhole)
                seen.Add(parser.Command);
        }

        Assert.Equal(expected, seen[0]);
        Assert.Equal(0, parser.BytesToCome);
        Assert.True(seen.Count <= 2, $"{hex} fell into {string.Join(", ", seen)}");
    }

    [Fact]
    public void Inside_a_picture_it_knows_how_many_bytes_are_still_to_come()
    {
        var parser = new EscPosParser();
        foreach (byte value in (byte[])[0x1d, (byte)'v', (byte)'0', 0, 48, 0, 24])
            parser.Push(value);
        Assert.Equal(1, parser.BytesToCome);

        Assert.Equal(EscPosStep.DataBegins, parser.Push(0));
        Assert.Equal(48 * 24, parser.BytesToCome);
        for (int index = 0; index < 48 * 24; index++)
        {
            Assert.Equal((48 * 24) - index, parser.BytesToCome);
            parser.Push(0xff);
        }

        Assert.Equal(0, parser.BytesToCome);
        Assert.Equal((48 * 24) + 8, parser.CommandBytes);
    }

    [Fact]
    public void A_picture_of_no_rows_is_complete_with_its_header()
    {
        var parser = new EscPosParser();
        EscPosStep last = default;
        foreach (byte value in (byte[])[0x1d, (byte)'v', (byte)'0', 0, 48, 0, 0, 0])
            last = parser.Push(value);
        Assert.Equal(EscPosStep.Complete, last);
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[] bytes = new byte[65_536];
        new Random(1).NextBytes(bytes);
        var parser = new EscPosParser();
        long allocated = Allocated.FewestBytes(() =>
        {
            foreach (byte value in bytes)
                parser.Push(value);
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Random_bytes_in_random_pieces_leave_the_same_paper_as_in_one_piece()
    {
        Random random = Seed.Next(out int seed);
        for (int round = 0; round < 40; round++)
        {
            byte[] bytes = RandomCommands(random);
            var whole = new TestPrinter(options: new PrinterModelOptions { LineBaud = 115_200, TimeScale = 10_000 });
            whole.Print(bytes);

            var pieces = new TestPrinter(options: new PrinterModelOptions { LineBaud = 115_200, TimeScale = 10_000 });
            for (int start = 0; start < bytes.Length;)
            {
                int length = Math.Min(random.Next(1, 40), bytes.Length - start);
                pieces.Print(bytes.AsSpan(start, length));
                start += length;
            }

            Assert.True(whole.Accepted.WrittenSpan.SequenceEqual(pieces.Accepted.WrittenSpan), $"seed {seed}, round {round}: bytes");
            Assert.Equal(whole.Model.Paper.TotalRows, pieces.Model.Paper.TotalRows);
            Assert.Equal(whole.Replies, pieces.Replies);
            Assert.True(
                whole.Model.Paper.Look().Dots.Span.SequenceEqual(pieces.Model.Paper.Look().Dots.Span), $"seed {seed}, round {round}: dots");
        }
    }

    /// <summary>Noise with enough prefixes in it that commands come about, and no feed of metres.</summary>
    private static byte[] RandomCommands(Random random)
    {
        byte[] bytes = new byte[600];
        random.NextBytes(bytes);
        for (int index = 0; index < bytes.Length; index += random.Next(2, 12))
            bytes[index] = (byte)random.GetItems<byte>([0x1b, 0x1d, 0x10, 0x0a, 0x41, 0x1b, 0x1d], 1)[0];
        return bytes;
    }
}
