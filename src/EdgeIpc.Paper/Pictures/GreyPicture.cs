namespace EdgeIpc.Paper;

/// <summary>A picture in grey, 0 black to 255 white, row by row.</summary>
public sealed record GreyPicture(int Width, int Height, ReadOnlyMemory<byte> Pixels)
{
    private const int Middle = 128, White = 255;

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

    /// <summary>The picture as it was seen, by EXIF's orientation: 2 to 4 are mirrored or turned round, 5 to 8 lie on their side.</summary>
    internal GreyPicture Upright(int orientation)
    {
        if (orientation is < 2 or > 8)
            return this;
        bool isLying = orientation >= 5;
        int width = isLying ? Height : Width, height = isLying ? Width : Height;
        byte[] turned = new byte[Width * Height];
        ReadOnlySpan<byte> pixels = Pixels.Span;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int right = width - 1 - x, down = height - 1 - y;
                (int fromX, int fromY) = orientation switch
                {
                    2 => (right, y),
                    3 => (right, down),
                    4 => (x, down),
                    5 => (y, x),
                    6 => (y, right),
                    7 => (down, right),
                    _ => (down, x),
                };
                turned[(y * width) + x] = pixels[(fromY * Width) + fromX];
            }
        }

        return new(width, height, turned);
    }

    /// <summary>Makes it so wide at most, and puts it into the middle of the paper.</summary>
    internal DotPicture ToPaper(int paperDots, int widthDots, Shading shading)
    {
        GreyPicture fitted = Width > widthDots ? ScaledDown(widthDots) : this;
        bool isPlain = shading == Shading.Threshold || !fitted.Pixels.Span.ContainsAnyExcept((byte)0, (byte)White);
        DotPicture dots = isPlain ? fitted.ToDots() : fitted.Dithered();
        int left = (paperDots - fitted.Width) / 2;
        if (left == 0 && dots.WidthDots == paperDots)
            return dots;

        var centred = new DotPicture(paperDots, fitted.Height);
        for (int y = 0; y < fitted.Height; y++)
        {
            for (int x = 0; x < fitted.Width; x++)
                centred[left + x, y] = dots[x, y];
        }

        return centred;
    }

    /// <summary>Each new pixel is the mean of the area that it covers.</summary>
    private GreyPicture ScaledDown(int width)
    {
        int height = Math.Max(1, (int)((long)Height * width / Width));
        byte[] scaled = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            int top = (int)((long)y * Height / height), bottom = Math.Max(top + 1, (int)((long)(y + 1) * Height / height));
            for (int x = 0; x < width; x++)
            {
                int left = (int)((long)x * Width / width), right = Math.Max(left + 1, (int)((long)(x + 1) * Width / width));
                scaled[(y * width) + x] = Mean(left, right, top, bottom);
            }
        }

        return new(width, height, scaled);
    }

    private byte Mean(int left, int right, int top, int bottom)
    {
        long sum = 0;
        for (int y = top; y < bottom; y++)
        {
            foreach (byte pixel in Pixels.Span.Slice((y * Width) + left, right - left))
                sum += pixel;
        }

        return (byte)(sum / ((long)(right - left) * (bottom - top)));
    }

    /// <summary>Floyd and Steinberg's way: what a dot is too dark or too light is made up for by those after it.</summary>
    private DotPicture Dithered()
    {
        var dots = new DotPicture((Width + 7) / 8 * 8, Height);
        // One pixel more at both ends catches what would fall over the edge.
        int[] here = new int[Width + 2], below = new int[Width + 2];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int wanted = Pixels.Span[(y * Width) + x] + (here[x + 1] / 16);
                bool isInk = wanted < Middle;
                dots[x, y] = isInk;
                int error = wanted - (isInk ? 0 : White);
                here[x + 2] += error * 7;
                below[x] += error * 3;
                below[x + 1] += error * 5;
                below[x + 2] += error;
            }

            (here, below) = (below, here);
            Array.Clear(below);
        }

        return dots;
    }
}
