using System.Buffers;
using System.Text;

namespace EdgeIpc.Paper.Tests;

/// <summary>A printer whose time the test moves.</summary>
internal sealed class TestPrinter
{
    internal static readonly PrinterProfile Full = PrinterProfile.Load("edgeipc-58");
    internal static readonly PrinterProfile Cheap = PrinterProfile.Load("generic-58");

    private readonly List<byte> _replies = [];

    internal TestPrinter(PrinterProfile? profile = null, PrinterModelOptions? options = null)
    {
        Model = new PrinterModel(profile ?? Full, options ?? new PrinterModelOptions { LineBaud = 115_200 }, Accepted);
    }

    internal PrinterModel Model { get; }

    internal ArrayBufferWriter<byte> Accepted { get; } = new();

    internal long NowNs { get; private set; }

    internal IReadOnlyList<byte> Replies
    {
        get
        {
            Span<byte> bytes = stackalloc byte[64];
            for (int count; (count = Model.TakeReplies(bytes)) > 0;)
                _replies.AddRange(bytes[..count]);
            return _replies;
        }
    }

    /// <summary>Sends everything as fast as the wire takes it, then runs until nothing moves by itself.</summary>
    internal void Print(ReadOnlySpan<byte> bytes)
    {
        Send(bytes);
        while (Step())
        {
        }
    }

    internal void Print(string text) => Print(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends until the wire has taken everything, or nothing moves: the printer holds the line.</summary>
    /// <returns>Bytes that the wire took.</returns>
    internal int Send(ReadOnlySpan<byte> bytes)
    {
        int sent = 0;
        while (true)
        {
            sent += Model.Receive(bytes[sent..], NowNs);
            if (sent == bytes.Length || !Step())
                return sent;
        }
    }

    internal bool Step()
    {
        long nextNs = Model.NextEventNs;
        if (nextNs == long.MaxValue)
            return false;
        NowNs = Math.Max(NowNs, nextNs);
        Model.AdvanceTo(NowNs);
        return true;
    }

    internal void PassTime(long ns)
    {
        NowNs += ns;
        Model.AdvanceTo(NowNs);
    }

    internal PaperStrip TearOff()
    {
        Model.Paper.TearOff();
        Assert.True(Model.Paper.TryTakeReceipt(out PaperStrip strip), "nothing came out of the printer");
        return strip;
    }

    internal static PaperStrip Picture(ReadOnlySpan<byte> bytes, PrinterProfile? profile = null)
    {
        // What is printed matters here, not what a small buffer would lose on the way.
        PrinterProfile patient = (profile ?? Full) with { ReceiveBufferBytes = 1 << 20 };
        var printer = new TestPrinter(patient, new PrinterModelOptions { LineBaud = 115_200, TimeScale = 1000 });
        printer.Print(bytes);
        return printer.TearOff();
    }

    /// <summary>Rows as people draw them: # is ink.</summary>
    internal static string Draw(PaperStrip strip, int left, int width, int fromRow, int rows)
    {
        var text = new StringBuilder();
        for (int y = fromRow; y < fromRow + rows; y++)
        {
            for (int x = left; x < left + width; x++)
                text.Append(IsInked(strip, x, y) ? '#' : '.');
            text.Append('\n');
        }

        return text.ToString();
    }

    internal static bool IsInked(PaperStrip strip, int x, int y) =>
        (strip.Dots.Span[(y * strip.WidthDots / 8) + (x >> 3)] & (0x80 >> (x & 7))) != 0;

    internal static BandPlan Plan(PrintDocument document, PrinterProfile? profile = null, PlanOptions? options = null) =>
        Assert.IsType<PlanResult.Planned>(BandPlan.Build(document, profile ?? Full, options ?? new PlanOptions())).Plan;

    internal static PlanResult.Refused Refusal(byte[] raw, PrinterProfile? profile = null, PlanOptions? options = null) =>
        Assert.IsType<PlanResult.Refused>(
            BandPlan.Build(new PrintDocument(DocumentKind.Raw, raw), profile ?? Full, options ?? new PlanOptions()));

    internal static PrintDocument Text(string text, string? title = null) =>
        new(DocumentKind.Text, Encoding.UTF8.GetBytes(text), title);

    internal static byte[] AllBytes(BandPlan plan) => [.. plan.Bands.SelectMany(band => band.Bytes.ToArray())];

    public static byte[] BlackRaster(int rows)
    {
        byte[] raster = new byte[8 + (rows * 48)];
        Array.Fill(raster, (byte)0xff);
        ((byte[])[0x1d, (byte)'v', (byte)'0', 0, 48, 0, (byte)rows, (byte)(rows >> 8)]).CopyTo(raster, 0);
        return raster;
    }
}
