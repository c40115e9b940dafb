using System.Diagnostics;
using System.Text;

namespace EdgeIpc.Paper.Tests;

public class SymbolTests
{
    [Fact]
    public void The_standards_own_example_gives_the_standards_own_codewords()
    {
        // ISO/IEC 18004, annex I: "01234567" as version 1-M.
        byte[] data = QrBits.TryWrite("01234567"u8, 1, QrTables.DataCodewords(1, QrLevel.M))!;
        Assert.Equal("10200C566180EC11EC11EC11EC11EC11", Convert.ToHexString(data));
        byte[] all = QrBlocks.Interleave(data, 1, QrLevel.M);
        Assert.Equal("A524D4C1ED36C7872C55", Convert.ToHexString(all.AsSpan(16)));
    }

    [Fact]
    public void The_smallest_version_that_holds_the_data_is_taken()
    {
        Assert.Equal(1, QrCode.TryEncode(new byte[17], QrLevel.L)!.Version);
        Assert.Equal(2, QrCode.TryEncode(new byte[18], QrLevel.L)!.Version);
        Assert.Equal(40, QrCode.TryEncode(new byte[2953], QrLevel.L)!.Version);
        Assert.Null(QrCode.TryEncode(new byte[2954], QrLevel.L));
        Assert.Equal(40, QrCode.TryEncode(new byte[1273], QrLevel.H)!.Version);
        Assert.Equal(40, QrCode.TryEncode(Encoding.ASCII.GetBytes(new string('7', 7089)), QrLevel.L)!.Version);
    }

    [Theory]
    [InlineData(BarcodeKind.Ean13, "12345")]
    [InlineData(BarcodeKind.Ean8, "1234567a")]
    [InlineData(BarcodeKind.UpcE, "12345678901")]
    [InlineData(BarcodeKind.Itf, "123")]
    [InlineData(BarcodeKind.Code39, "lower")]
    [InlineData(BarcodeKind.Codabar, "123")]
    [InlineData(BarcodeKind.Code93, "")]
    [InlineData(BarcodeKind.Code128, "no set")]
    [InlineData(BarcodeKind.Code128, "{Alower")]
    [InlineData(BarcodeKind.Code128, "{B{")]
    public void Data_that_a_barcode_cannot_carry_prints_nothing(BarcodeKind kind, string data) =>
        Assert.Null(Barcode.TryEncode(kind, Encoding.Latin1.GetBytes(data)));

    [Fact]
    public void A_code_wider_than_the_paper_prints_nothing_and_moves_nothing()
    {
        byte[] text = Encoding.ASCII.GetBytes(new string('A', 60));
        var printer = new TestPrinter();
        printer.Print([0x1d, (byte)'k', 69, (byte)text.Length, .. text]);
        Assert.Equal(0, printer.Model.Paper.TotalRows);

        // The two feeds around it are all that moves.
        printer.Print(QrCommands(new string('x', 300), module: 8, level: 48));
        Assert.Equal(60, printer.Model.Paper.TotalRows);
    }

    [Fact]
    public void A_reader_reads_every_QR_code_from_the_picture()
    {
        Random random = Seed.Next(out int seed);
        for (int round = 0; round < 12; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 120)).Select(_ => (char)random.Next('0', 'z')));
            PaperStrip strip = TestPrinter.Picture(QrCommands(text, module: (byte)random.Next(3, 6), level: (byte)(48 + (round % 4))));
            Assert.Equal("QR-Code:" + text, Read(strip, $"seed {seed}, round {round}"));
        }
    }

    [Theory]
    [InlineData(BarcodeKind.Ean13, "400638133393", "EAN-13:4006381333931")]
    [InlineData(BarcodeKind.Ean8, "9638507", "EAN-8:96385074")]
    [InlineData(BarcodeKind.UpcA, "03600029145", "UPC-A:036000291452")]
    [InlineData(BarcodeKind.UpcE, "01234500006", "UPC-E:01234565")]
    [InlineData(BarcodeKind.UpcE, "425261", "UPC-E:04252614")]
    [InlineData(BarcodeKind.Code39, "AZ09-. $", "CODE-39:AZ09-. $")]
    [InlineData(BarcodeKind.Itf, "1234567890", "I2/5:1234567890")]
    [InlineData(BarcodeKind.Codabar, "C-$:/.+D", "Codabar:C-$:/.+D")]
    [InlineData(BarcodeKind.Code93, "ABC-1 abc", "CODE-93:ABC-1 abc")]
    [InlineData(BarcodeKind.Code128, "{BHello 128", "CODE-128:Hello 128")]
    [InlineData(BarcodeKind.Code128, "{Babc{C\u000c\u0022{BZ", "CODE-128:abc1234Z")]
    [InlineData(BarcodeKind.Code128, "{AX{Sb{BcdZ", "CODE-128:XbcdZ")]
    public void A_reader_reads_every_barcode_from_the_picture(BarcodeKind kind, string data, string expected)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(data);
        byte[] look = [0x1d, (byte)'h', 80, 0x1d, (byte)'w', 2, 0x1d, (byte)'H', 2, 0x1b, (byte)'a', 1];
        PaperStrip strip = TestPrinter.Picture([.. look, 0x1b, (byte)'J', 24, 0x1d, (byte)'k', (byte)kind, (byte)bytes.Length, .. bytes]);
        Assert.Equal(24 + 80 + 24, strip.Rows);
        Assert.Equal(expected, Read(strip, data));
    }

    [Fact]
    public void Both_forms_of_the_barcode_command_print_the_same()
    {
        PaperStrip counted = TestPrinter.Picture([0x1d, (byte)'k', 67, 12, .. "400638133393"u8]);
        PaperStrip ended = TestPrinter.Picture([0x1d, (byte)'k', 2, .. "400638133393"u8, 0]);
        Assert.True(counted.Dots.Span.SequenceEqual(ended.Dots.Span));
    }

    [Fact]
    public void A_QR_code_and_its_barcode_settings_survive_an_interruption()
    {
        byte[] document =
        [
            0x1d, (byte)'h', 40, 0x1d, (byte)'w', 2, .. QrCommands("kept", module: 4, level: 50),
            .. Enumerable.Repeat("filler\n"u8.ToArray(), 31).SelectMany(line => line),
            0x1d, (byte)'(', (byte)'k', 3, 0, 49, 81, 48, 0x1d, (byte)'k', 68, 7, .. "9638507"u8,
        ];
        BandPlan plan = TestPrinter.Plan(new PrintDocument(DocumentKind.Raw, document));
        PaperStrip whole = TestPrinter.Picture(document);
        string text = "";
        int row = 0;
        foreach (Band band in plan.Bands)
        {
            PaperStrip alone = TestPrinter.Picture([0x1b, (byte)'@', .. band.Preamble.Span, .. band.Bytes.Span]);
            Assert.True(whole.Dots.Span.Slice(row * 48, band.Rows * 48).SequenceEqual(alone.Dots.Span), $"from row {row}");
            row += band.Rows;
            text = alone.Text;
        }

        // So the last band's codes came from settings and data that an earlier band had sent.
        Assert.Contains("[QR kept]", text, StringComparison.Ordinal);
        Assert.Contains("[Ean8 96385074]", text, StringComparison.Ordinal);
    }

    private static byte[] QrCommands(string text, byte module, byte level)
    {
        byte[] data = Encoding.ASCII.GetBytes(text);
        int length = data.Length + 3;
        return
        [
            0x1d, (byte)'(', (byte)'k', 3, 0, 49, 67, module,
            0x1d, (byte)'(', (byte)'k', 3, 0, 49, 69, level,
            0x1d, (byte)'(', (byte)'k', (byte)length, (byte)(length >> 8), 49, 80, 48, .. data,
            0x1b, (byte)'a', 1, 0x1b, (byte)'J', 30,
            0x1d, (byte)'(', (byte)'k', 3, 0, 49, 81, 48,
            0x1b, (byte)'J', 30, 0x1b, (byte)'a', 0,
        ];
    }

    private static string Read(PaperStrip strip, string what)
    {
        string file = Path.Combine(Path.GetTempPath(), $"edgeipc-symbol-{Environment.ProcessId}-{Guid.NewGuid():N}.png");
        try
        {
            using (FileStream stream = File.Create(file))
                strip.WritePng(stream);
            using Process? reader = TryStart(file);
            Assert.SkipWhen(reader is null, "zbarimg is not installed (Debian: zbar-tools)");
            string said = reader.StandardOutput.ReadToEnd();
            reader.WaitForExit();
            Assert.True(said.Length > 0, $"nothing could be read: {what}");
            return said.TrimEnd('\n');
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Process? TryStart(string file)
    {
        string[] kinds = ["ean13", "ean8", "upca", "upce", "i25", "code93", "codabar"];
        var start = new ProcessStartInfo("zbarimg", ["-q", .. kinds.Select(kind => $"-S{kind}.enable"), file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
