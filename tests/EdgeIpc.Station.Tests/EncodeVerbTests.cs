using System.Text.Json;
using EdgeIpc.Paper;

namespace EdgeIpc.Tests;

public sealed class EncodeVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeipc-encode-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_writes_the_very_bytes_and_tells_figures_per_speed()
    {
        string text = Write("note.txt", "hello\nworld\n"u8), bytes = Path.Combine(_folder, "out.bin"), preview = Path.Combine(_folder, "out.png");
        Outcome outcome = Edgeipc.Run("encode", text, "--profile", "edgeipc-58", "--out", bytes, "--preview", preview, "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(new FileInfo(bytes).Length, json.RootElement.GetProperty("bytes").GetInt64());
        Assert.Equal(180, json.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal(5, json.RootElement.GetProperty("lines").GetArrayLength());
        Assert.Equal("1B4068656C6C6F0A776F726C640A1B4A781D5601", Convert.ToHexString(File.ReadAllBytes(bytes)));
        Assert.Equal((464, 180), SizeOf(preview));
    }

    [Fact]
    public void A_picture_is_known_by_its_first_bytes()
    {
        using var png = new MemoryStream();
        PngWriter.Write(png, [0xff, 0x00, 0xff], 8, 3);
        Outcome outcome = Edgeipc.Run("encode", Write("dots", png.ToArray()), "--json");
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(123, json.RootElement.GetProperty("rows").GetInt64());
    }

    [Theory]
    [InlineData("damaged.png", "89504E470D0A1A0A00", (int)ExitCode.BadDocument, "ends too early")]
    [InlineData("drawer.bin", "1B70001919", (int)ExitCode.BadDocument, "cash drawer")]
    [InlineData("empty.txt", "", (int)ExitCode.BadDocument, "empty")]
    public void What_cannot_be_printed_is_refused_in_one_sentence(string name, string hex, int exitCode, string says)
    {
        Outcome outcome = Edgeipc.Run("encode", Write(name, Convert.FromHexString(hex)));
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(says, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_receipt_shows_the_picture_beside_it_and_none_from_elsewhere()
    {
        using var png = new MemoryStream();
        PngWriter.Write(png, [0xff, 0x00, 0xff], 8, 3);
        Write("logo.png", png.ToArray());
        File.CreateSymbolicLink(Path.Combine(_folder, "link.png"), Path.Combine(_folder, "logo.png"));
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));
        Outcome good = Edgeipc.Run("encode", Write("good.receipt", "# SHOP\n@image logo.png\n"u8), "--json");
        Assert.True(good.ExitCode == 0, good.Errors);
        using var json = JsonDocument.Parse(good.Output);
        Assert.Equal(48 + 3 + 120, json.RootElement.GetProperty("rows").GetInt64());

        foreach ((string name, string says) in ((string, string)[])[("../logo.png", "own directory"), ("link.png", "links aren't followed"), ("missing.png", "no such file"), ("folder", "can't be read")])
        {
            Outcome outcome = Edgeipc.Run("encode", Write("bad.receipt", System.Text.Encoding.UTF8.GetBytes($"# SHOP\n@image {name}\n")));
            Assert.Equal((int)ExitCode.BadDocument, outcome.ExitCode);
            Assert.Contains($"line 2: {name}: ", outcome.Errors, StringComparison.Ordinal);
            Assert.Contains(says, outcome.Errors, StringComparison.Ordinal);
        }
    }

    private static (int Width, int Height) SizeOf(string png)
    {
        GreyPicture picture = PngReader.Read(File.ReadAllBytes(png));
        return (picture.Width, picture.Height);
    }

    private string Write(string name, ReadOnlySpan<byte> bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
