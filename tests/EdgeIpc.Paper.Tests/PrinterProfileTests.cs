using System.Text;

namespace EdgeIpc.Paper.Tests;

public class PrinterProfileTests
{
    [Fact]
    public void Every_profile_that_is_built_in_can_be_loaded_and_names_its_sources()
    {
        Assert.Contains("edgeipc-58", PrinterProfile.Names, StringComparer.Ordinal);
        Assert.Contains("generic-58", PrinterProfile.Names, StringComparer.Ordinal);
        foreach (string name in PrinterProfile.Names)
        {
            PrinterProfile profile = PrinterProfile.Load(name);
            foreach (string figure in (string[])["widthDots", "receiveBufferBytes", "headSpeedMmPerS", "heatedDotsAtOnce", "heatUs", "cutterToHeadMm", "codePages", "feedUnitsPerRow"])
                Assert.True(profile.Sources.ContainsKey(figure), $"{name} names no source for {figure}");
        }
    }

    [Fact]
    public void An_unknown_name_is_answered_with_those_that_there_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => PrinterProfile.Load("tm-1"));
        Assert.Contains("csn-a2, edgeipc-58, generic-58, pos-5890", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"widthDots\": 384", "\"widthDots\": 383", "widthDots 383")]
    [InlineData("\"widthDots\": 384", "\"width\": 384", "width")]
    [InlineData("\"receiveBufferBytes\": 4096", "\"receiveBufferBytes\": 0", "receiveBufferBytes 0 is not in 16..1048576")]
    [InlineData("\"xonFreeBytes\": 256", "\"xonFreeBytes\": 100", "xonFreeBytes 100 is not in 129..4096")]
    [InlineData("\"PC858\"", "\"PC1\"", "code page 'PC1'")]
    [InlineData("\"dpi\": 203", "\"dpi\": 200", "dpi 200")]
    [InlineData("\"number\": 19", "\"number\": 300", "PC858's number 300 is not in 0..255")]
    [InlineData("\"GS v 0\"", "\"GS v 1\"", "unknown printer command 'GS v 1'")]
    [InlineData("\"name\": \"edgeipc-58\"", "\"name\": \"other\"", "its name is 'other'")]
    [InlineData("{", "", "edgeipc-58")]
    public void A_damaged_profile_is_refused_and_the_message_says_why(string found, string replaced, string says)
    {
        string json = Json();
        int at = json.IndexOf(found, StringComparison.Ordinal);
        json = json[..at] + replaced + json[(at + found.Length)..];
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        FormatException error = Assert.Throws<FormatException>(() => PrinterProfile.Parse(stream, "edgeipc-58"));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private static string Json()
    {
        using Stream file = typeof(PrinterProfile).Assembly.GetManifestResourceStream("edgeipc-58.json")!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
