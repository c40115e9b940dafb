using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeIpc.Ring.Frames;

/// <summary>A thermal camera's picture of 32 x 24 temperatures in degrees Celsius (the MLX90640's format). 3096 bytes, layout 1.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ThermalFrame : IFrame
{
    private const int PixelCount = 32 * 24;

    public FrameHeader Header;
    public ThermalPixels Pixels;

    public static int WidthPixels => 32;

    public static int HeightPixels => 24;

    public static string LayoutText => "sequence:u64@0 takenAtNs:i64@8 checksum:u64@16 temperature:f32[24x32]@24 size:3096";

    /// <summary>By index or as a span; row by row.</summary>
    [InlineArray(PixelCount)]
    public struct ThermalPixels
    {
        private float _first;
    }
}
