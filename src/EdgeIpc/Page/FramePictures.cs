using System.Globalization;
using System.Text;
using EdgeIpc.Camera;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;

namespace EdgeIpc.Page;

/// <summary>
/// The newest frame of each camera as a portable graymap: read in place like every reader does, made small on the way, and given
/// out only when the ring says that it was one frame all the time.
/// </summary>
internal static class FramePictures
{
    private const int TriesMax = 4;

    // A quarter of the dots is what a card of the page shows.
    private const int GreyShrink = 2;

    private delegate byte[] Drawing<T>(ref readonly T frame);

    /// <summary>Null when there is no such camera, or no frame yet.</summary>
    public static byte[]? TryRead(StationInstance instance, string ring) => ring switch
    {
        CameraProcess.Grey => TryRead<GreyFrame>(instance.FrameRingPath(ring), DrawGrey),
        CameraProcess.Thermal => TryRead<ThermalFrame>(instance.FrameRingPath(ring), DrawThermal),
        _ => null,
    };

    private static byte[]? TryRead<T>(string path, Drawing<T> draw) where T : unmanaged, IFrame
    {
        try
        {
            for (int i = 0; i < TriesMax; i++)
            {
                long published = RingInfo.Read(path).Published;
                if (published == 0) return null;
                using var reader = RingReader<T>.Open(path, RingStart.At(published - 1), mayWake: false);
                var shown = reader.Look(1);
                if (shown.Length == 0 || !Frame.IsWhole(in shown[0])) continue;
                byte[] picture = draw(in shown[0]);
                if (reader.Accept(1)) return picture;
            }
        }
        catch (Exception e) when (e is RingFormatException or PosixException { Errno: Errno.ENOENT })
        {
            // No camera runs here, or not yet.
        }

        return null;
    }

    private static byte[] DrawGrey(ref readonly GreyFrame frame)
    {
        int width = GreyFrame.WidthPixels / GreyShrink, height = GreyFrame.HeightPixels / GreyShrink;
        ReadOnlySpan<byte> pixels = frame.Pixels;
        byte[] graymap = Begin(width, height, comment: "", out int at);
        for (int y = 0; y < height; y++)
        {
            var row = pixels.Slice(y * GreyShrink * GreyFrame.WidthPixels, GreyFrame.WidthPixels);
            for (int x = 0; x < width; x++) graymap[at++] = row[x * GreyShrink];
        }

        return graymap;
    }

    /// <summary>Black is the coldest point and white the warmest; the comment says which these are.</summary>
    private static byte[] DrawThermal(ref readonly ThermalFrame frame)
    {
        ReadOnlySpan<float> pixels = frame.Pixels;
        float low = float.MaxValue, high = float.MinValue;
        foreach (float value in pixels) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        byte[] graymap = Begin(ThermalFrame.WidthPixels, ThermalFrame.HeightPixels, string.Create(CultureInfo.InvariantCulture, $"# {low:0.0} to {high:0.0} C\n"), out int at);
        float scale = high > low ? 255 / (high - low) : 0;
        foreach (float value in pixels) graymap[at++] = (byte)((value - low) * scale);
        return graymap;
    }

    private static byte[] Begin(int width, int height, string comment, out int headLength)
    {
        byte[] head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5\n{comment}{width} {height}\n255\n"));
        headLength = head.Length;
        byte[] graymap = new byte[head.Length + width * height];
        head.CopyTo(graymap, 0);
        return graymap;
    }
}
