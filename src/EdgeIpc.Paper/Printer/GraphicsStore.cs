using System.Buffers;

namespace EdgeIpc.Paper;

/// <summary>
/// GS ( L and GS 8 L: function 112 stores a picture in the printer, function 50 prints all that is stored. Sizes come from
/// the wire: what is wider than the head is lost at the edge, and what is more than the store holds is not stored.
/// </summary>
internal sealed class GraphicsStore(PrinterProfile profile, PrintSettings settings, IPrintSink sink)
{
    /// <summary>No printer read about stores more.</summary>
    private const int MostBytes = 1 << 20;

    private const int HeaderBytes = 10, StoreRaster = 112, Print = 50, PrintOld = 2;

    private readonly ArrayBufferWriter<byte> _data = new();
    private readonly ArrayBufferWriter<byte> _rows = new();

    /// <summary>Nothing waits for its printing.</summary>
    internal bool IsEmpty => _rows.WrittenCount == 0;

    internal void Reset()
    {
        _data.ResetWrittenCount();
        _rows.ResetWrittenCount();
    }

    internal void BeginData() => _data.ResetWrittenCount();

    internal void Take(byte value)
    {
        if (_data.WrittenCount < MostBytes)
            _data.Write(new ReadOnlySpan<byte>(in value));
    }

    /// <summary>m fn ..., as the data of either command.</summary>
    /// <returns>False: a function that isn't drawn here.</returns>
    internal bool Execute()
    {
        ReadOnlySpan<byte> data = _data.WrittenSpan;
        if (data.Length < 2)
            return false;
        switch (data[1])
        {
            case StoreRaster when data.Length >= HeaderBytes:
                Store(data);
                return true;
            case Print or PrintOld:
                PrintStored();
                return true;
            default:
                return false;
        }
    }

    /// <summary>m fn a bx by c xL xH yL yH d...: a raster of x dots and y rows, each perhaps doubled.</summary>
    private void Store(ReadOnlySpan<byte> data)
    {
        int timesX = data[3] == 2 ? 2 : 1, timesY = data[4] == 2 ? 2 : 1;
        int widthDots = data[6] | (data[7] << 8), rows = data[8] | (data[9] << 8), widthBytes = (widthDots + 7) / 8;
        int printedDots = Math.Min(widthDots * timesX, profile.WidthDots), room = Math.Max(0, settings.UsableWidth - printedDots);
        int left = settings.LeftMargin + settings.Align switch { Alignment.Centre => room / 2, Alignment.Right => room, _ => 0 };
        byte[] row = new byte[profile.WidthBytes];
        for (int y = 0; y < rows && HeaderBytes + ((y + 1) * widthBytes) <= data.Length; y++)
        {
            ReadOnlySpan<byte> source = data.Slice(HeaderBytes + (y * widthBytes), widthBytes);
            row.AsSpan().Clear();
            for (int x = 0; x < printedDots && left + x < profile.WidthDots; x++)
            {
                if ((source[x / timesX >> 3] & (0x80 >> (x / timesX & 7))) != 0)
                    row[(left + x) >> 3] |= (byte)(0x80 >> ((left + x) & 7));
            }

            for (int times = 0; times < timesY && _rows.WrittenCount < MostBytes; times++)
                _rows.Write(row);
        }
    }

    private void PrintStored()
    {
        if (IsEmpty)
            return;
        int count = _rows.WrittenCount / profile.WidthBytes;
        sink.Picture(settings.UsableWidth, count);
        sink.Rows(_rows.WrittenSpan.ToArray(), count);
        _rows.ResetWrittenCount();
    }
}
