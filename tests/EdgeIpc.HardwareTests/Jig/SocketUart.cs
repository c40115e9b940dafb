using System.Net.Sockets;
using EdgeIpc.Posix;

namespace EdgeIpc.HardwareTests.Jig;

/// <summary>Where QEMU brings the lab's UART: it connects by itself, and again within a second when it was cut off.</summary>
internal sealed class SocketUart : IUartEnd
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
    private readonly string _path;
    private Socket? _peer;
    private FileDescriptor? _file;

    public SocketUart(string path)
    {
        _path = path;
        System.IO.File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
    }

    public FileDescriptor? File
    {
        get
        {
            if (_file is null && _listener.Poll(0, SelectMode.SelectRead))
            {
                _peer = _listener.Accept();
                _peer.Blocking = false;
                _file = FileDescriptor.Borrow(_peer.SafeHandle);
            }

            return _file;
        }
    }

    public int Read(Span<byte> destination)
    {
        int count;
        try
        {
            count = _file!.Read(destination);
        }
        catch (PosixException)
        {
            // Reset: QEMU was killed, as when the power goes.
            count = 0;
        }

        if (count == 0) HangUp();
        return count;
    }

    public int Write(ReadOnlySpan<byte> source)
    {
        try
        {
            return _file!.Write(source);
        }
        catch (PosixException)
        {
            // Nobody is there any more; reading will tell.
            return source.Length;
        }
    }

    public void Dispose()
    {
        HangUp();
        _listener.Dispose();
        System.IO.File.Delete(_path);
    }

    private void HangUp()
    {
        _file?.Dispose();
        _peer?.Dispose();
        (_file, _peer) = (null, null);
    }
}
