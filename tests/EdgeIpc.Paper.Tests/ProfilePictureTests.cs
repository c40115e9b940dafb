using CsCheck;

namespace EdgeIpc.Paper.Tests;

/// <summary>Pictures and symbols on every profile: dot for dot, in bytes that nothing takes for commands.</summary>
public class ProfilePictureTests
{
    /// <summary>A picture as a person might send it: bars, hatching, noise and doubled dots at any place.</summary>
    private static readonly Gen<(int Rows, (int X, int Y, int Width, int Height, int Kind)[] Strokes, int MostBytes)> Drawings =
        Gen.Select(
            Gen.Int[1, 90],
            Gen.Select(Gen.Int[0, 511], Gen.Int[0, 89], Gen.Int[1, 80], Gen.Int[1, 40], Gen.Int[0, 5]).Array[0, 10],
            Gen.Int[64, 2_000]);

    [Fact]
    public void Any_drawing_comes_out_dot_for_dot_on_every_profile()
    {
        foreach (string name in PrinterProfile.Names)
        {
            PrinterProfile profile = PrinterProfile.Load(name);
            Drawings.Sample(
                drawing =>
                {
                    DotPicture picture = Draw(profile.WidthDots, drawing.Rows, drawing.Strokes);
                    var encoder = new PictureEncoder(picture, profile, drawing.MostBytes);
                    byte[] bytes = Rows(profile, encoder.Encode());
                    Assert.True(DotPicture.FindRealTimeLookAlike(bytes) < 0, $"{name}: a look-alike");
                    PaperStrip strip = TestPrinter.Picture(bytes, profile);
                    Assert.Equal(picture.Rows, strip.Rows);
                    // Where nothing else avoids a command, a row has dots too many, never too few, and the encoder counts it.
                    int widthBytes = picture.WidthBytes, altered = 0;
                    for (int y = 0; y < picture.Rows; y++)
                    {
                        ReadOnlySpan<byte> wanted = picture.Dots.Slice(y * widthBytes, widthBytes), printed = strip.Dots.Span.Slice(y * widthBytes, widthBytes);
                        altered += wanted.SequenceEqual(printed) ? 0 : 1;
                        for (int index = 0; index < widthBytes; index++)
                            Assert.True((wanted[index] & ~printed[index]) == 0, $"{name}: a dot is missing in row {y}");
                    }

                    Assert.Equal(encoder.AlteredRows, altered);
                },
                iter: 25, threads: 1);
        }
    }

    [Theory]
    [InlineData("tm-t88v", 125)]
    [InlineData("edgeipc-58", 125)]
    [InlineData("csn-a2", 1_023)]
    [InlineData("pos-5890", 1_023)]
    public void A_ticket_with_a_QR_code_is_short_with_and_without_a_command_for_it(string name, int mostBytes)
    {
        PrinterProfile profile = PrinterProfile.Load(name);
        byte[] bytes = Ticket(profile);
        Assert.True(bytes.Length <= mostBytes, $"{bytes.Length} bytes");
        Assert.True(DotPicture.FindRealTimeLookAlike(bytes) < 0);
        PaperStrip strip = TestPrinter.Picture(bytes, profile);
        QrCode code = QrCode.TryEncode(QrContent, QrLevel.M)!;
        (int left, int top) = FirstInkBelow(strip, 48);
        for (int y = 0; y < code.Size * 6; y++)
        {
            for (int x = 0; x < code.Size * 6; x++)
                Assert.True(TestPrinter.IsInked(strip, left + x, top + y) == code[x / 6, y / 6], $"{name}: dot {x}, {y}");
        }
    }

    [Fact]
    public void A_QR_code_whose_content_looks_like_a_command_is_drawn()
    {
        byte[] bytes = QrSymbol.Centred([0x41, 0x10, 0x14, 1, 0, 1], QrLevel.M, 4, TestPrinter.Full, 1_000);
        Assert.True(DotPicture.FindRealTimeLookAlike(bytes) < 0);
        Assert.NotEqual((0x1d, (byte)'('), (bytes[0], bytes[1]));
    }

    internal static ReadOnlySpan<byte> QrContent => "https://edge.example/t/7F3K-29QD-55"u8;

    private static byte[] Ticket(PrinterProfile profile)
    {
        var writer = new EscPosWriter(profile);
        writer.Initialize();
        writer.Raw([0x1b, (byte)'a', 1, 0x1b, (byte)'!', 0x38]);
        writer.Line("TICKET 0042");
        writer.Raw([0x1b, (byte)'!', 0]);
        writer.Raw(QrSymbol.Centred(QrContent, QrLevel.M, 6, profile, 1_000));
        writer.Line("Admit one - Hall B 19:30");
        writer.FeedAndCut();
        return writer.ToArray();
    }

    private static (int Left, int Top) FirstInkBelow(PaperStrip strip, int row)
    {
        for (int y = row; y < strip.Rows; y++)
        {
            for (int x = 0; x < strip.WidthDots; x++)
            {
                if (TestPrinter.IsInked(strip, x, y))
                    return (x, y);
            }
        }

        throw new InvalidOperationException("no ink");
    }

    /// <summary>Feeds counted in rows, as a document's beginning says it.</summary>
    private static byte[] Rows(PrinterProfile profile, byte[] bytes)
    {
        var writer = new EscPosWriter(profile);
        writer.Initialize();
        return [.. writer.ToArray(), .. bytes];
    }

    private static DotPicture Draw(int widthDots, int rows, (int X, int Y, int Width, int Height, int Kind)[] strokes)
    {
        var picture = new DotPicture(widthDots, rows);
        foreach ((int left, int top, int width, int height, int kind) in strokes)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    bool isInk = kind switch
                    {
                        0 => true,
                        1 => ((x * 7919) + (y * 104_729) + (x * y)) % 3 == 0,
                        2 => x == y,
                        3 => x / 2 % 2 == y / 2 % 2,
                        // Bytes that open drawers.
                        4 => ((y % 2 == 0 ? 0x1014 : 0x1004) & (0x8000 >> (x & 15))) != 0,
                        _ => x % 8 == 3,
                    };
                    if (isInk)
                        picture[(kind is 3 ? left & ~1 : kind is 4 ? left & ~7 : left) + x, (kind is 3 ? top & ~1 : top) + y] = true;
                }
            }
        }

        return picture;
    }
}
