using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;

namespace EdgeIpc.Paper.Tests;

public class PngTests
{
    private const string Decoder =
        """
        import sys, zlib, struct
        data = open(sys.argv[1], 'rb').read()
        assert data[:8] == bytes([137, 80, 78, 71, 13, 10, 26, 10])
        at, idat = 8, b''
        while at < len(data):
            size, kind = struct.unpack('>I4s', data[at:at + 8])
            body = data[at + 8:at + 8 + size]
            assert struct.unpack('>I', data[at + 8 + size:at + 12 + size])[0] == zlib.crc32(kind + body)
            if kind == b'IHDR': width, height, depth, colour = struct.unpack('>IIBB', body[:10])
            if kind == b'IDAT': idat += body
            at += 12 + size
        raw = zlib.decompress(idat)
        stride = 1 + (width * depth + 7) // 8
        assert len(raw) == stride * height and all(raw[y * stride] == 0 for y in range(height))
        print(width, height, depth, colour, sum(bin(255 ^ b).count('1') for i, b in enumerate(raw) if i % stride))
        """;

    [Fact]
    public void Its_own_decoding_gives_every_dot_back()
    {
        PaperStrip strip = TestPrinter.Picture("Dots\n"u8);
        using var png = new MemoryStream();
        PngWriter.Write(png, strip.Dots.Span, strip.WidthDots, strip.Rows);

        byte[] rows = Inflate(png.ToArray(), out int width, out int height);
        Assert.Equal((384, 30), (width, height));
        for (int y = 0; y < height; y++)
        {
            Assert.Equal(0, rows[y * 49]);
            for (int x = 0; x < 48; x++)
                Assert.Equal(strip.Dots.Span[(y * 48) + x], (byte)~rows[(y * 49) + 1 + x]);
        }
    }

    [Fact]
    public async Task An_independent_decoder_reads_it()
    {
        PaperStrip strip = TestPrinter.Picture("Dots\n"u8);
        string file = Path.Combine(Path.GetTempPath(), $"edgeipc-png-{Environment.ProcessId}.png");
        try
        {
            using (FileStream stream = File.Create(file))
                strip.WritePng(stream);
            Process? python = TryStart("python3", "-c", Decoder, file);
            Assert.SkipWhen(python is null, "python3 is not installed");
            using (python)
            {
                string said = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                await python.WaitForExitAsync(TestContext.Current.CancellationToken);
                int ink = strip.Dots.ToArray().Sum(eight => System.Numerics.BitOperations.PopCount(eight));
                Assert.Equal($"464 30 1 0 {ink}", said.Trim());
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Process? TryStart(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static byte[] Inflate(byte[] png, out int width, out int height)
    {
        width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        height = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20));
        int at = png.AsSpan().IndexOf("IDAT"u8);
        int size = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at - 4));
        using var zlib = new ZLibStream(new MemoryStream(png, at + 4, size), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return rows.ToArray();
    }
}
