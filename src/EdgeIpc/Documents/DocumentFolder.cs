using EdgeIpc.Paper;
using EdgeIpc.Posix;

namespace EdgeIpc.Documents;

/// <summary>The pictures beside a document: by name from its own directory, never out of it, never over a link.</summary>
internal sealed class DocumentFolder(string? directory, long limitBytes)
{
    /// <summary>The directory of a document; one from standard input has none.</summary>
    public static DocumentFolder Of(string document, long limitBytes) =>
        new(document == DocumentFile.StandardInput ? null : Path.GetDirectoryName(Path.GetFullPath(document)), limitBytes);

    /// <exception cref="FormatException">Not there, not allowed, or no picture; the message says which.</exception>
    public GreyPicture Picture(string name)
    {
        if (directory is null) throw new FormatException($"the picture {name} can't be had: a document from standard input has no directory");
        try
        {
            return PictureDecoder.Decode(Read(name));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{name}: {e.Message}", e);
        }
    }

    private byte[] Read(string name)
    {
        try
        {
            using var handle = ContainedFile.TryOpenRead(directory!, name)
                ?? throw new FormatException("pictures must lie in the document's own directory or below it, and links aren't followed");
            using var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            if (!file.CanSeek) throw new FormatException("it is no plain file");
            if (file.Length > limitBytes) throw new FormatException($"it is too large; allowed are {limitBytes} bytes");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (PosixException e)
        {
            throw new FormatException(e.Errno == Errno.ENOENT ? "there is no such file in the document's directory" : "it can't be read", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException("it can't be read", e);
        }
    }
}
