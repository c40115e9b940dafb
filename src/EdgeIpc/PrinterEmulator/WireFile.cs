using System.Buffers;

namespace EdgeIpc.PrinterEmulator;

/// <summary>Every byte that the printer accepted, in order, as a file: what a foreign decoder can check.</summary>
internal sealed class WireFile : IBufferWriter<byte>, IDisposable
{
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    private WireFile(FileStream file) => _file = file;

    /// <exception cref="RefusedException">The file can't be made.</exception>
    public static WireFile? Open(string? path)
    {
        if (path is null) return null;
        try
        {
            return new WireFile(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(e is UnauthorizedAccessException ? ExitCode.NotPermitted : ExitCode.NoSuchFile, $"--wire {path} can't be written: {e.Message}");
        }
    }

    public void Advance(int count) => _bytes.Advance(count);

    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.GetSpan(sizeHint);

    /// <summary>Hands over to the kernel what has come since.</summary>
    public void Flush()
    {
        if (_bytes.WrittenCount == 0) return;
        _file.Write(_bytes.WrittenSpan);
        _file.Flush();
        _bytes.ResetWrittenCount();
    }

    public void Dispose()
    {
        Flush();
        _file.Dispose();
    }
}
