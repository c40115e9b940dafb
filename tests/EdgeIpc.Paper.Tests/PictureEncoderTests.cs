using System.Numerics;

namespace EdgeIpc.Paper.Tests;

public class PictureEncoderTests
{
    private const int Unlimited = 11_000;

    [Theory]
    [InlineData("chart.png", 6_750)]
    [InlineData("photo.png", 24_584)]
    public void A_sample_is_sent_in_few_bytes_and_comes_out_dot_for_dot(string name, int mostBytes)
    {
        DotPicture picture = PngReader.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Samples", name))).ToDots();
        byte[] bytes = Encode(picture, TestPrinter.Full, Unlimited);
        Assert.True(bytes.Length <= mostBytes, $"{bytes.Length} bytes");
        Same(picture, bytes, TestPrinter.Full, name);
    }

    [Fact]
    public void Random_drawings_come_out_dot_for_dot_on_every_profile()
    {
        Random random = Seed.Next(out int seed);
        for (int round = 0; round < 60; round++)
        {
            PrinterProfile profile = round % 2 == 0 ? TestPrinter.Full : TestPrinter.Cheap;
            DotPicture picture = RandomPicture(random, round % 5);
            int mostBytes = random.Next(64, 2_000);
            var encoder = new PictureEncoder(picture, profile, mostBytes);
            byte[] bytes = encoder.Encode();
            // A printer of rasters only may need a dot too many in a row, which the encoder owns up to; nothing else may differ.
            SameBut(encoder.AlteredRows, picture, bytes, profile, $"seed {seed}, round {round}");
            Assert.All(Commands(bytes), length => Assert.True(length <= Math.Max(mostBytes, 5 + (384 * 3)), $"seed {seed}, round {round}: {length}"));
        }
    }

    [Fact]
    public void Dots_that_look_like_real_time_commands_are_sent_in_other_bytes()
    {
        // Every pair of bytes opens a drawer or asks for status, in rows and, for most bands, in columns.
        var picture = new DotPicture(384, 60);
        for (int y = 0; y < picture.Rows; y++)
        {
            for (int index = 4; index + 1 < picture.WidthBytes; index += 2)
            {
                SetByte(picture, index, y, 0x10);
                SetByte(picture, index + 1, y, (byte)(y % 3 == 0 ? 0x14 : y % 3 == 1 ? 0x04 : 0x05));
            }
        }

        foreach (PrinterProfile profile in (PrinterProfile[])[TestPrinter.Full, TestPrinter.Cheap])
            Same(picture, Encode(picture, profile, Unlimited), profile, profile.Name);
    }

    [Fact]
    public void A_printer_that_knows_rasters_only_gets_a_dot_too_many_where_nothing_else_helps()
    {
        // Ink at both edges: the margin can't move, and there are no columns to turn to.
        var picture = new DotPicture(384, 1);
        picture[0, 0] = true;
        picture[383, 0] = true;
        SetByte(picture, 10, 0, 0x10);
        SetByte(picture, 11, 0, 0x14);
        var encoder = new PictureEncoder(picture, TestPrinter.Cheap, Unlimited);
        byte[] bytes = encoder.Encode();
        Assert.Equal(1, encoder.AlteredRows);
        Assert.True(DotPicture.FindRealTimeLookAlike(bytes) < 0);
        PaperStrip strip = TestPrinter.Picture(bytes, TestPrinter.Cheap);
        int more = Enumerable.Range(0, 384).Count(x => TestPrinter.IsInked(strip, x, 0) != picture[x, 0]);
        Assert.Equal(1, more);
    }

    [Fact]
    public void Doubled_dots_are_left_to_the_printer_to_double()
    {
        QrCode code = QrCode.TryEncode("https://edgecafe.example/t/4711-8F3"u8, QrLevel.M)!;
        const int Module = 6;
        var picture = new DotPicture(384, code.Size * Module);
        for (int y = 0; y < picture.Rows; y++)
        {
            for (int x = 0; x < code.Size * Module; x++)
                picture[x + 96, y] = code[x / Module, y / Module];
        }

        byte[] bytes = Encode(picture, TestPrinter.Cheap, Unlimited);
        Assert.True(bytes.Length <= 980, $"{bytes.Length} bytes");
        Same(picture, bytes, TestPrinter.Cheap, "QR code");
    }

    [Fact]
    public void White_rows_are_a_feed()
    {
        Assert.Equal([0x1b, (byte)'J', 255, 0x1b, (byte)'J', 45], Encode(new DotPicture(384, 300), TestPrinter.Full, Unlimited));
        Assert.Empty(Encode(new DotPicture(384, 0), TestPrinter.Full, Unlimited));
    }

    private static byte[] Encode(DotPicture picture, PrinterProfile profile, int mostBytes) =>
        new PictureEncoder(picture, profile, mostBytes).Encode();

    private static void Same(DotPicture picture, byte[] bytes, PrinterProfile profile, string what) => SameBut(0, picture, bytes, profile, what);

    private static void SameBut(int dotsTooMany, DotPicture picture, byte[] bytes, PrinterProfile profile, string what)
    {
        Assert.True(DotPicture.FindRealTimeLookAlike(bytes) < 0, $"{what}: a look-alike");
        PaperStrip strip = TestPrinter.Picture(bytes, profile);
        Assert.True(picture.Rows == strip.Rows, $"{what}: {strip.Rows} rows for {picture.Rows}");
        int more = 0, missing = 0;
        foreach ((byte asked, byte printed) in picture.Dots.ToArray().Zip(strip.Dots.ToArray()))
        {
            more += BitOperations.PopCount((uint)(printed & ~asked));
            missing += BitOperations.PopCount((uint)(asked & ~printed));
        }

        Assert.True(missing == 0 && more == dotsTooMany, $"{what}: {missing} dots missing, {more} too many where {dotsTooMany} were told");
    }

    private static IEnumerable<long> Commands(byte[] bytes)
    {
        var parser = new EscPosParser();
        foreach (byte value in bytes)
        {
            if (parser.Push(value) is EscPosStep.Complete or EscPosStep.DataEnds)
                yield return parser.CommandBytes;
        }

        Assert.Equal(0, parser.BytesToCome);
    }

    private static DotPicture RandomPicture(Random random, int kind)
    {
        var picture = new DotPicture(384, random.Next(1, 120));
        for (int stroke = 0; stroke < 12; stroke++)
        {
            int x = random.Next(384), y = random.Next(picture.Rows), width = random.Next(1, 60), height = random.Next(1, 40);
            for (int dy = 0; dy < height; dy++)
            {
                for (int dx = 0; dx < width; dx++)
                {
                    bool isInk = kind switch { 0 => true, 1 => random.Next(3) == 0, 2 => dx == dy, 3 => (dx / 2 % 2) == (dy / 2 % 2), _ => dx % 8 == 3 };
                    if (isInk)
                        picture[x + dx, y + dy] = true;
                }
            }
        }

        return picture;
    }

    private static void SetByte(DotPicture picture, int index, int y, byte value)
    {
        for (int bit = 0; bit < 8; bit++)
            picture[(index * 8) + bit, y] = (value & (0x80 >> bit)) != 0;
    }
}
