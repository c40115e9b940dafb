namespace EdgeIpc.Paper;

/// <summary>A picture in grey, 0 black to 255 white, row by row.</summary>
public sealed record GreyPicture(int Width, int Height, ReadOnlyMemory<byte> Pixels)
{
    private const int Middle = 128;

    /// <summary>Dots of a picture that is black and white already: darker than the middle is ink. White to the right up to a whole byte.</summary>
    public DotPicture ToDots()
    {
        var dots = new DotPicture((Width + 7) / 8 * 8, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
                dots[x, y] = Pixels.Span[(y * Width) + x] < Middle;
        }

        return dots;
    }
}
