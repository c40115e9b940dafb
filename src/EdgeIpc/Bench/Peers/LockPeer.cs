using EdgeIpc.Posix;
using EdgeIpc.Ring.Textbook;

namespace EdgeIpc.Bench.Peers;

/// <summary>The textbook's bounded buffer, a lock and two semaphores in shared memory.</summary>
internal sealed class LockPeer : RacePeer<LockPeer.Sender, LockPeer.Receiver>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public override string Name => "lock and semaphores";

    public override string Guarantee => "lossless queue, each sample to one reader; a reader that stops with the lock stops the writer";

    public override int FlowCount => 1 << 18;

    public override bool Takes(RaceKind kind) => true;

    protected override Sender OpenSender(string path) => new(path);

    protected override Receiver OpenReceiver(string path) => new(path);

    internal readonly struct Sender(string path) : IRaceSender
    {
        private readonly LockedBuffer<RaceSample> _buffer = LockedBuffer<RaceSample>.Create(path, RingPeer.SlotCount, FileSharing.OwnerOnly);

        public void Send(in RaceSample sample)
        {
            while (_buffer.Write(in sample, Patience) != BufferOutcome.Ready) { }
        }

        public void Send(ReadOnlySpan<RaceSample> samples)
        {
            foreach (ref readonly var sample in samples) Send(in sample);
        }

        public void Dispose() => _buffer.Dispose();
    }

    internal readonly struct Receiver(string path) : IRaceReceiver
    {
        private readonly LockedBuffer<RaceSample> _buffer = LockedBuffer<RaceSample>.Open(path);

        public bool TryReceive(out RaceSample sample) => _buffer.Read(out sample, Patience) == BufferOutcome.Ready;

        public int Receive(Span<RaceSample> destination) => TryReceive(out destination[0]) ? 1 : 0;

        public void Sleep()
        {
        }

        public void Spin()
        {
        }

        public void Dispose() => _buffer.Dispose();
    }
}
