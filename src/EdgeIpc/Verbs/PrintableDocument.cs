using EdgeIpc.Paper;
using EdgeIpc.Spool;

namespace EdgeIpc.Verbs;

/// <summary>What people print, as the spool keeps it: text and commands as they are, a picture as the dots that this printer gets.</summary>
internal static class PrintableDocument
{
    public const string Automatic = "auto";

    /// <summary>The values of <c>--format</c>.</summary>
    public static string[] Formats { get; } = [Automatic, "text", "raw", "png"];

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What the person called it; stands in messages.</param>
    /// <exception cref="RefusedException">It is neither, or a picture that can't be read.</exception>
    public static (byte[] Document, DocumentFormat Format) Make(string format, byte[] bytes, string name, PrinterProfile profile, int lineBaud)
    {
        if (format == "png" || (format == Automatic && bytes.AsSpan().StartsWith(PngSignature))) return (FromPng(bytes, name, profile, lineBaud), DocumentFormat.Raw);
        return (bytes, format switch
        {
            "text" => DocumentFormat.Text,
            "raw" => DocumentFormat.Raw,
            _ => DocumentFile.Recognise(bytes)
                ?? throw new RefusedException(ExitCode.BadDocument, $"{name} is neither UTF-8 text, PNG nor ESC/POS; if it is one of them, say which with --format."),
        });
    }

    private static byte[] FromPng(byte[] bytes, string name, PrinterProfile profile, int lineBaud)
    {
        try
        {
            return PictureDocument.FromPng(bytes, profile, lineBaud).Content.ToArray();
        }
        catch (FormatException e)
        {
            throw new RefusedException(ExitCode.BadDocument, $"{name} can't be printed: {e.Message}.");
        }
    }
}
