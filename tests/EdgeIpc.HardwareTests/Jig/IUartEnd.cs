using EdgeIpc.Posix;

namespace EdgeIpc.HardwareTests.Jig;

/// <summary>The far end of the target's UART: bytes both ways, nothing more.</summary>
internal interface IUartEnd : IDisposable
{
    /// <summary>What to wait on; null while nobody is connected. It is another one after a reconnection.</summary>
    FileDescriptor? File { get; }

    /// <returns>Bytes read, 0: the other side has gone, -1: nothing is there yet.</returns>
    int Read(Span<byte> destination);

    /// <returns>Bytes written, or -1: it takes nothing now.</returns>
    int Write(ReadOnlySpan<byte> source);
}
