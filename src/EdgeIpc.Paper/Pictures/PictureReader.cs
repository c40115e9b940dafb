namespace EdgeIpc.Paper;

/// <summary>
/// Unpacks PNG and JPEG files as grey. To be called in a process of its own, with limits of memory and time: what a file says
/// of itself is checked first, but unpacking it is work that its maker chose.
/// </summary>
public static class PictureReader
{
    /// <exception cref="FormatException">Damaged, too large, or of a kind that isn't read here; the message says which.</exception>
    public static GreyPicture Read(byte[] file)
    {
        PictureHeader header = PictureHeader.Read(file);
        GreyPicture picture = header.Kind == PictureKind.Png ? PngReader.Read(file) : JpegReader.Read(file);
        // A file may have two headers.
        if ((long)picture.Width * picture.Height > PngReader.MostPixels)
            throw new FormatException("the picture is larger than its header says");
        return header.Kind == PictureKind.Jpeg ? picture.Upright(ExifOrientation.Find(file)) : picture;
    }
}
