using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeIpc.Ring.Frames;

/// <summary>A camera's picture of 640 x 480 grey pixels, 0 black and 255 white. 307,224 bytes, layout 1.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct GreyFrame : IFrame
{
    private const int PixelCount = 640 * 480;

    public FrameHeader Header;
    public GreyPixels Pixels;

    public static int WidthPixels => 640;

    public static int HeightPixels => 480;

    public static string LayoutText => "sequence:u64@0 takenAtNs:i64@8 checksum:u64@16 grey:u8[480x640]@24 size:307224";

    /// <summary>By index or as a span; row by row.</summary>
    [InlineArray(PixelCount)]
    public struct GreyPixels
    {
        private byte _first;
    }
}
