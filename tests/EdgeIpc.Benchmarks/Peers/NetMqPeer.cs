using System.Globalization;
using System.Runtime.InteropServices;
using EdgeIpc.Bench;
using NetMQ;
using NetMQ.Sockets;

namespace EdgeIpc.Benchmarks.Peers;

/// <summary>NetMQ, PUSH to PULL over TCP on loopback: its ipc:// is TCP, too. Its own threads do the sending, so they stay free of the race's processors.</summary>
internal sealed class NetMqPeer : RacePeer<NetMqPeer.Sender, NetMqPeer.Receiver>
{
    private const int HighWatermark = 1 << 16;

    public override string Name => "NetMQ";

    public override string Guarantee => "lossless messages over TCP (PUSH to PULL), one reader each; the writer waits at the high watermark";

    public override int FlowCount => 1 << 17;

    public override bool HasThreads => true;

    public override bool Takes(RaceKind kind) => kind is RaceKind.Single or RaceKind.Wake;

    protected override Sender OpenSender(string path) => new(path);

    protected override Receiver OpenReceiver(string path) => new(path);

    internal readonly struct Sender : IRaceSender
    {
        private readonly PushSocket _socket = new();

        public Sender(string path)
        {
            _socket.Options.SendHighWatermark = HighWatermark;
            int port = _socket.BindRandomPort("tcp://127.0.0.1");
            File.WriteAllText(path + ".port", port.ToString(CultureInfo.InvariantCulture));
        }

        public void Send(in RaceSample sample)
        {
            var message = new Msg();
            message.InitPool(RaceSample.SizeBytes);
            MemoryMarshal.Write(message.Slice(), in sample);
            _socket.Send(ref message, more: false);
            message.Close();
        }

        public void Send(ReadOnlySpan<RaceSample> samples)
        {
            foreach (ref readonly var sample in samples) Send(in sample);
        }

        public void Dispose() => _socket.Dispose();
    }

    internal readonly struct Receiver : IRaceReceiver
    {
        private readonly PullSocket _socket = new();

        public Receiver(string path)
        {
            _socket.Options.ReceiveHighWatermark = HighWatermark;
            _socket.Connect($"tcp://127.0.0.1:{File.ReadAllText(path + ".port")}");
        }

        public bool TryReceive(out RaceSample sample)
        {
            var message = new Msg();
            message.InitEmpty();
            _socket.Receive(ref message);
            sample = MemoryMarshal.Read<RaceSample>(message.Slice());
            message.Close();
            return true;
        }

        public int Receive(Span<RaceSample> destination) => TryReceive(out destination[0]) ? 1 : 0;

        public void Sleep()
        {
        }

        public void Spin()
        {
        }

        public void Dispose() => _socket.Dispose();
    }
}
