using System.Text.Unicode;
using EdgeIpc.Posix;
using EdgeIpc.Spool;

namespace EdgeIpc.Documents;

/// <summary>A document as people name it: a file, or standard input. Each way in which it can't be read has its sentence and exit code.</summary>
internal static class DocumentFile
{
    public const string StandardInput = "-";

    // The bytes that begin the commands of ESC/POS: DLE, ESC, FS, GS. Text has none of them.
    private static readonly System.Buffers.SearchValues<byte> CommandBytes = System.Buffers.SearchValues.Create(0x10, 0x1b, 0x1c, 0x1d);

    /// <param name="name">A path, or <see cref="StandardInput"/>.</param>
    /// <param name="limitBytes">More is refused, and not read to its end: standard input may have none.</param>
    public static byte[] Read(string name, long limitBytes)
    {
        try
        {
            using var source = Open(name);
            var document = new MemoryStream();
            byte[] piece = new byte[64 << 10];
            while (source.Read(piece) is var count and > 0)
            {
                if (document.Length + count > limitBytes)
                    throw new RefusedException(ExitCode.BadDocument, $"{name} is too large; allowed are {limitBytes} bytes.");
                document.Write(piece, 0, count);
            }

            return document.Length > 0 ? document.ToArray() : throw new RefusedException(ExitCode.BadDocument, $"{name} is empty; there is nothing to print.");
        }
        catch (IOException e) when (e is not PosixException)
        {
            throw new RefusedException(ExitCode.BadDocument, $"{name} can't be read: {e.Message}");
        }
    }

    /// <summary>What the bytes are: text, the printer's own commands, or null for neither.</summary>
    public static DocumentFormat? Recognise(ReadOnlySpan<byte> document)
    {
        if (document.ContainsAny(CommandBytes)) return DocumentFormat.Raw;
        return Utf8.IsValid(document) ? DocumentFormat.Text : null;
    }

    private static Stream Open(string name)
    {
        if (name == StandardInput) return Console.OpenStandardInput();
        if (Directory.Exists(name)) throw new RefusedException(ExitCode.BadDocument, $"{name} is a directory; print its files one by one.");
        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RefusedException(ExitCode.NoSuchFile, $"There is no file {name}.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new RefusedException(ExitCode.NotPermitted, $"{name} may not be read by this user.");
        }
    }
}
