using StbImageSharp;

namespace EdgeIpc.Paper;

/// <summary>Reads JPEG pictures, plain and progressive, as grey.</summary>
internal static class JpegReader
{
    /// <exception cref="FormatException">Damaged, or of a kind that isn't read.</exception>
    internal static GreyPicture Read(byte[] file)
    {
        ImageResult image;
        try
        {
            image = ImageResult.FromMemory(file, ColorComponents.Grey);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The library throws whatever its arithmetic runs into; in a hostile file that is anything.
            throw new FormatException("the JPEG picture is damaged, or of a kind that isn't read here", error);
        }

        return new GreyPicture(image.Width, image.Height, image.Data);
    }
}
