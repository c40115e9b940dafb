namespace EdgeIpc.Paper;

/// <summary>A picture as a document of its own: as wide as the paper takes, behind the cutter at its end, cut.</summary>
public static class PictureDocument
{
    /// <param name="lineBaud">A faster line takes longer pieces in its second, and these need fewer bytes.</param>
    /// <exception cref="FormatException">Not a PNG, damaged, interlaced or too large; the message says which.</exception>
    public static PrintDocument FromPng(ReadOnlySpan<byte> png, PrinterProfile profile, int lineBaud)
    {
        GreyPicture picture = PngReader.Read(png);
        long rows = picture.Width > profile.WidthDots ? (long)picture.Height * profile.WidthDots / picture.Width : picture.Height;
        if (rows > DotPicture.MostRows)
            throw new FormatException(FormattableString.Invariant($"the picture would need {rows} rows of dots; at most {DotPicture.MostRows} are allowed"));
        DotPicture dots = picture.ToPaper(profile.WidthDots);
        var writer = new EscPosWriter(profile);
        writer.Initialize();
        writer.Picture(dots, BandSplitter.MostBytes(lineBaud) / 2);
        writer.FeedAndCut();
        return new PrintDocument(DocumentKind.Raw, writer.ToArray());
    }
}
