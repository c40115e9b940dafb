using System.Net;
using System.Net.Sockets;
using EdgeIpc.Commands;
using EdgeIpc.Paper;
using EdgeIpc.Posix;

namespace EdgeIpc.PrinterEmulator;

/// <summary>
/// A stream socket instead of a pseudo-terminal: for the serial port of a virtual machine, and for encoders that write to a
/// network printer. One connection at a time, as a printer has one cable; the next waits. Only this machine gets in: raw
/// printing has no passwords.
/// </summary>
internal sealed class SocketLine : IPrinterLine
{
    private readonly Socket _listener;
    private readonly string? _path;
    private readonly byte[] _bytes = new byte[4096];
    private readonly byte[] _replies = new byte[256];
    private int _repliesWaiting;
    private EventLoop? _loop;
    private Action? _onReady;
    private EventLoop.Watch? _arrivals;
    private EventLoop.Watch? _incoming;
    private Socket? _peer;
    private FileDescriptor? _peerFile;

    private SocketLine(Socket listener, string? path)
    {
        (_listener, _path) = (listener, path);
        Name = path ?? listener.LocalEndPoint!.ToString()!;
    }

    public string Name { get; }

    public bool HasEnded { get; private set; }

    /// <param name="place">A path with a slash in it, or ADDRESS:PORT of this machine; port 0: any.</param>
    /// <exception cref="RefusedException">No such address of this machine, or it is taken.</exception>
    public static SocketLine Listen(string place)
    {
        try
        {
            if (place.Contains('/', StringComparison.Ordinal)) return ListenAt(new UnixDomainSocketEndPoint(place), ProtocolType.Unspecified, place);
            if (!IPEndPoint.TryParse(place, out var endPoint) || !IPAddress.IsLoopback(endPoint.Address))
                throw new RefusedException(ExitCode.Usage, $"--listen {place} is neither a path with a slash nor a loopback address with a port, such as 127.0.0.1:9100.");
            return ListenAt(endPoint, ProtocolType.Tcp, null);
        }
        catch (SocketException e)
        {
            throw new RefusedException(e.SocketErrorCode == SocketError.AddressAlreadyInUse ? ExitCode.Busy : ExitCode.Unavailable, $"--listen {place}: {e.Message}.");
        }
        catch (ArgumentException e)
        {
            throw new RefusedException(ExitCode.Usage, $"--listen {place}: {e.Message}");
        }
    }

    public void Attach(EventLoop loop, Action onReady)
    {
        (_loop, _onReady) = (loop, onReady);
        _arrivals = loop.OnReadable(FileDescriptor.Borrow(_listener.SafeHandle), Accept);
    }

    public void Feed(PrinterModel model, long nowNs)
    {
        while (_peerFile is not null && model.WireRoom > 0)
        {
            int count = Read(Math.Min(_bytes.Length, model.WireRoom));
            if (count < 0)
            {
                _incoming!.Resume();
                return;
            }

            if (count == 0)
            {
                HangUp();
                return;
            }

            model.Receive(_bytes.AsSpan(0, count), nowNs);
        }

        _incoming?.Pause();
    }

    public void Answer(PrinterModel model)
    {
        while (true)
        {
            _repliesWaiting += model.TakeReplies(_replies.AsSpan(_repliesWaiting));
            // Without a peer the wire leads nowhere.
            if (_peerFile is null) _repliesWaiting = 0;
            if (_repliesWaiting == 0) return;
            int sent = Write();
            if (sent <= 0) return;
            _replies.AsSpan(sent, _repliesWaiting - sent).CopyTo(_replies);
            _repliesWaiting -= sent;
        }
    }

    public void Dispose()
    {
        _peerFile?.Dispose();
        _peer?.Dispose();
        _listener.Dispose();
        if (_path is not null) File.Delete(_path);
    }

    private static SocketLine ListenAt(EndPoint place, ProtocolType protocol, string? path)
    {
        // A socket that a killed printer left can't be bound again.
        if (path is not null && File.Exists(path) && !IsListenedTo(place)) File.Delete(path);
        var listener = new Socket(place.AddressFamily, SocketType.Stream, protocol) { Blocking = false };
        try
        {
            listener.Bind(place);
            listener.Listen(backlog: 4);
            return new SocketLine(listener, path);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private static bool IsListenedTo(EndPoint place)
    {
        using var probe = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(place);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Accept()
    {
        try
        {
            _peer = _listener.Accept();
        }
        catch (SocketException)
        {
            // It went away before it was its turn.
            return;
        }

        _peer.Blocking = false;
        _peerFile = FileDescriptor.Borrow(_peer.SafeHandle);
        HasEnded = false;
        _arrivals!.Pause();
        _incoming = _loop!.OnReadable(_peerFile, _onReady!);
        _onReady!();
    }

    private void HangUp()
    {
        _incoming?.Pause();
        _peerFile?.Dispose();
        _peer?.Dispose();
        (_peer, _peerFile, _incoming, HasEnded) = (null, null, null, true);
        _arrivals!.Resume();
    }

    private int Read(int most)
    {
        try
        {
            return _peerFile!.Read(_bytes.AsSpan(0, most));
        }
        catch (PosixException)
        {
            // Reset by the peer: the same as its end.
            return 0;
        }
    }

    private int Write()
    {
        try
        {
            return _peerFile!.Write(_replies.AsSpan(0, _repliesWaiting));
        }
        catch (PosixException)
        {
            // Nobody listens any more; reading will tell.
            return _repliesWaiting;
        }
    }
}
