using System.Threading.Channels;
using EdgeIpc.Bench;

namespace EdgeIpc.Benchmarks.Peers;

/// <summary>System.Threading.Channels: what .NET offers within one process. Two threads of one process run it.</summary>
internal sealed class ChannelPeer : RacePeer<ChannelPeer.Sender, ChannelPeer.Receiver>
{
    private const int Capacity = 1 << 16;

    // Both ends are in one process; each link of a run is found by its path.
    private readonly Dictionary<string, Channel<RaceSample>> _links = new(StringComparer.Ordinal);

    public override string Name => "Channel<T>";

    public override string Guarantee => "lossless queue, within one process only";

    public override int FlowCount => 1 << 21;

    public override bool IsInOneProcess => true;

    public override bool Takes(RaceKind kind) => kind is RaceKind.Spin or RaceKind.Single;

    protected override Sender OpenSender(string path) => new(LinkAt(path).Writer);

    protected override Receiver OpenReceiver(string path) => new(LinkAt(path).Reader);

    private Channel<RaceSample> LinkAt(string path)
    {
        lock (_links)
        {
            if (!_links.TryGetValue(path, out var link))
                _links[path] = link = Channel.CreateBounded<RaceSample>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
            return link;
        }
    }

    internal readonly struct Sender(ChannelWriter<RaceSample> writer) : IRaceSender
    {
        public void Send(in RaceSample sample)
        {
            while (!writer.TryWrite(sample)) Thread.SpinWait(1);
        }

        public void Send(ReadOnlySpan<RaceSample> samples)
        {
            foreach (ref readonly var sample in samples) Send(in sample);
        }

        public void Dispose()
        {
        }
    }

    internal readonly struct Receiver(ChannelReader<RaceSample> reader) : IRaceReceiver
    {
        public bool TryReceive(out RaceSample sample) => reader.TryRead(out sample);

        public int Receive(Span<RaceSample> destination)
        {
            int got = 0;
            while (got < destination.Length && reader.TryRead(out destination[got])) got++;
            return got;
        }

        public void Sleep() => Thread.SpinWait(1);

        public void Spin() => Thread.SpinWait(1);

        public void Dispose()
        {
        }
    }
}
