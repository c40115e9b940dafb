namespace EdgeIpc.Paper;

/// <summary>How grey becomes dots.</summary>
public enum Shading
{
    /// <summary>Floyd and Steinberg's: greys become patterns. What is black and white and not scaled stays as it is.</summary>
    Dither,

    /// <summary>Darker than the middle is ink: for drawings and scanned text.</summary>
    Threshold,
}

/// <summary>A picture as a document of its own: as wide as the paper takes, behind the cutter at its end, cut.</summary>
public static class PictureDocument
{
    /// <param name="lineBaud">A faster line takes longer pieces in its second, and these need fewer bytes.</param>
    /// <exception cref="FormatException">Too long for the paper; the message says so.</exception>
    public static PrintDocument Create(GreyPicture picture, PrinterProfile profile, int lineBaud, Shading shading = Shading.Dither)
    {
        var receipt = new Receipt(profile, LetterBook.OwnLetters, lineBaud);
        receipt.Picture(OnPaper(picture, profile.WidthDots, profile.WidthDots, shading));
        receipt.Cut();
        return receipt.ToDocument();
    }

    /// <summary>The picture centred on paper of that width, scaled to so many dots where it is wider than they are.</summary>
    /// <exception cref="FormatException">It would need too many rows.</exception>
    internal static DotPicture OnPaper(GreyPicture picture, int paperDots, int widthDots, Shading shading)
    {
        long rows = picture.Width > widthDots ? (long)picture.Height * widthDots / picture.Width : picture.Height;
        if (rows > DotPicture.MostRows)
            throw new FormatException(FormattableString.Invariant($"the picture would need {rows} rows of dots; at most {DotPicture.MostRows} are allowed"));
        return picture.ToPaper(paperDots, widthDots, shading);
    }
}
