using EdgeIpc.Ring.Frames;

namespace EdgeIpc.Camera;

/// <summary>What the simulated camera sees: pictures that move, so that no frame is like the one before.</summary>
internal static class Scenes
{
    private const int BallRadius = 60;
    private const byte BallGrey = 250;

    // Twice the period, so that a whole row can be taken from any of its places.
    private static readonly byte[] Stripes = [.. Enumerable.Range(0, 2 * GreyFrame.WidthPixels).Select(x => (byte)(40 + 30 * Math.Sin(x * 2 * Math.PI / 64)))];

    /// <summary>Stripes that run to the left, and a ball that swings.</summary>
    public static void Draw(ref GreyFrame frame, double seconds)
    {
        Span<byte> pixels = frame.Pixels;
        int width = GreyFrame.WidthPixels, height = GreyFrame.HeightPixels;
        int shift = (int)(seconds * 120);
        for (int y = 0; y < height; y++) Stripes.AsSpan((y + shift) % width, width).CopyTo(pixels[(y * width)..]);
        int centreX = width / 2 + (int)((width / 2 - BallRadius) * Math.Sin(seconds * 1.7)), centreY = height / 2 + (int)((height / 2 - BallRadius) * Math.Cos(seconds * 2.3));
        for (int y = -BallRadius + 1; y < BallRadius; y++)
        {
            int half = (int)Math.Sqrt(BallRadius * BallRadius - y * y);
            pixels.Slice((centreY + y) * width + centreX - half, 2 * half).Fill(BallGrey);
        }
    }

    /// <summary>A room of 21 degrees, and a hand that moves before it.</summary>
    public static void Draw(ref ThermalFrame frame, double seconds)
    {
        Span<float> pixels = frame.Pixels;
        double centreX = 16 + 10 * Math.Sin(seconds * 0.9), centreY = 12 + 6 * Math.Cos(seconds * 1.3);
        for (int y = 0; y < ThermalFrame.HeightPixels; y++)
        {
            for (int x = 0; x < ThermalFrame.WidthPixels; x++)
            {
                double distance = (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY);
                pixels[y * ThermalFrame.WidthPixels + x] = (float)(21 + 0.02 * y + 13 * Math.Exp(-distance / 18));
            }
        }
    }
}
