using System.Buffers;
using System.Text;
using CsCheck;

namespace EdgeIpc.Paper.Tests;

public class CodePageTests
{
    [Fact]
    public void Plain_text_needs_no_code_page_command()
    {
        Assert.Equal("plain: 12\n"u8.ToArray(), Bytes("plain: 12\n", "tm-t88v"));
        // Rules and umlauts are in the page that the printer powers up with.
        Assert.DoesNotContain((byte)0x1b, Bytes("Öl ── ü", "csn-a2"));
    }

    [Fact]
    public void Text_of_several_countries_switches_as_rarely_as_possible()
    {
        // Euro: only PC858 and WPC1252 have it; Polish: only PC852. The é is in all of them and switches nothing.
        byte[] bytes = Bytes("5 € é Łódź ─ é 6 €", "csn-a2");
        Assert.Equal(3, bytes.Count(value => value == 0x1b));
        PaperStrip strip = TestPrinter.Picture([.. bytes, 10], PrinterProfile.Load("csn-a2"));
        Assert.Equal("5 € é Łódź ─ é 6 €\n", strip.Text);
    }

    [Fact]
    public void Any_text_comes_out_as_it_went_in_on_every_profile()
    {
        foreach (string name in PrinterProfile.Names)
        {
            PrinterProfile profile = PrinterProfile.Load(name);
            char[] known = [.. profile.CodePages.SelectMany(page => Enumerable.Range(0x21, 0xdf).Select(value => CodePage.ByName(page.Name).ToChar((byte)value)))
                .Where(character => character is not (' ' or '\u00A0' or '\u00AD' or '\x7f')).Distinct()];
            Gen.Int[0, known.Length - 1].Array[1, profile.Columns].Sample(
                line =>
                {
                    string text = new([.. line.Select(index => known[index])]);
                    Assert.Equal(text + "\n", TestPrinter.Picture([.. Bytes(text, name), 10], profile).Text);
                },
                iter: 40, threads: 1);
        }
    }

    [Fact]
    public void A_number_that_the_printer_has_not_changes_nothing()
    {
        PrinterProfile profile = PrinterProfile.Load("csn-a2");
        byte[] euro = [0x1b, (byte)'t', 19, 0xd5, 0x1b, (byte)'t', 99, 0xd5, 10];
        Assert.Equal("€€\n", TestPrinter.Picture(euro, profile).Text);
    }

    [Fact]
    public void Feeds_count_rows_also_on_a_motor_that_makes_half_steps()
    {
        PrinterProfile profile = PrinterProfile.Load("tm-t88v");
        var writer = new EscPosWriter(profile);
        writer.Initialize();
        writer.Feed(37);
        writer.Line("x");
        Assert.Equal(67, TestPrinter.Picture(writer.ToArray(), profile).Rows);
        Assert.Equal(30 + 10, TestPrinter.Picture([0x1b, (byte)'J', 20, (byte)'x', 10], profile).Rows);
    }

    private static byte[] Bytes(string text, string profile)
    {
        var bytes = new ArrayBufferWriter<byte>();
        new CodePageText(PrinterProfile.Load(profile)).Write(text, bytes);
        return bytes.WrittenSpan.ToArray();
    }
}
