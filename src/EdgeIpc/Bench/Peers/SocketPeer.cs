using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace EdgeIpc.Bench.Peers;

/// <summary>A Unix stream socket, by .NET's own class.</summary>
internal sealed class SocketPeer : RacePeer<SocketPeer.Sender, SocketPeer.Receiver>
{
    public override string Name => "Unix socket";

    public override string Guarantee => "lossless byte stream, one reader; the writer waits when it is full";

    public override int FlowCount => 1 << 17;

    public override bool Takes(RaceKind kind) => kind != RaceKind.Spin;

    protected override Sender OpenSender(string path) => new(path);

    protected override Receiver OpenReceiver(string path) => new(path);

    private static Socket Make() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    internal struct Sender : IRaceSender
    {
        private readonly Socket _listening = Make();
        private Socket? _connected;

        public Sender(string path)
        {
            _listening.Bind(new UnixDomainSocketEndPoint(path));
            _listening.Listen(1);
        }

        public void Send(in RaceSample sample) => Send(new ReadOnlySpan<RaceSample>(in sample));

        public void Send(ReadOnlySpan<RaceSample> samples)
        {
            // The receiver stands in the queue of connections before anybody sends.
            _connected ??= _listening.Accept();
            var bytes = MemoryMarshal.AsBytes(samples);
            while (bytes.Length > 0) bytes = bytes[_connected.Send(bytes)..];
        }

        public readonly void Dispose()
        {
            _connected?.Dispose();
            _listening.Dispose();
        }
    }

    internal readonly struct Receiver : IRaceReceiver
    {
        private readonly Socket _socket = Make();

        public Receiver(string path) => _socket.Connect(new UnixDomainSocketEndPoint(path));

        public bool TryReceive(out RaceSample sample)
        {
            sample = default;
            return Receive(new Span<RaceSample>(ref sample)) == 1;
        }

        public int Receive(Span<RaceSample> destination)
        {
            var bytes = MemoryMarshal.AsBytes(destination);
            int got = _socket.Receive(bytes);
            if (got == 0) throw new IOException("The other side of the socket is gone.");
            // A stream may cut a sample in two: fetch its rest.
            while (got % RaceSample.SizeBytes != 0) got += _socket.Receive(bytes[got..(got + RaceSample.SizeBytes - got % RaceSample.SizeBytes)]);
            return got / RaceSample.SizeBytes;
        }

        public void Sleep()
        {
        }

        public void Spin()
        {
        }

        public void Dispose() => _socket.Dispose();
    }
}
