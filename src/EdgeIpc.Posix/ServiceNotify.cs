using System.Net.Sockets;
using System.Text;

namespace EdgeIpc.Posix;

/// <summary>
/// Tells systemd how a service is doing: sd_notify(3) without libsystemd. One datagram of KEY=VALUE lines to $NOTIFY_SOCKET;
/// without that variable every call does nothing.
/// </summary>
public sealed class ServiceNotify : IDisposable
{
    private readonly Socket? _socket;

    private ServiceNotify(Socket? socket) => _socket = socket;

    /// <summary>Connects to the socket in $NOTIFY_SOCKET; a leading '@' stands for the abstract name space.</summary>
    public static ServiceNotify Connect(string? notifySocket)
    {
        if (string.IsNullOrEmpty(notifySocket)) return new ServiceNotify(null);
        string path = notifySocket[0] == '@' ? $"\0{notifySocket[1..]}" : notifySocket;
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return new ServiceNotify(socket);
    }

    /// <summary>The service works from now on.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>One line for <c>systemctl status</c>.</summary>
    public void Status(string line) => Send($"STATUS={line}");

    /// <summary>The loop still turns; send it at least twice per WatchdogSec.</summary>
    public void Watchdog() => Send("WATCHDOG=1");

    /// <summary>The service is about to end.</summary>
    public void Stopping() => Send("STOPPING=1");

    public void Dispose() => _socket?.Dispose();

    private void Send(string state)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (SocketException)
        {
            // A supervisor that stopped listening must not stop the service.
        }
    }
}
