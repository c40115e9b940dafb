using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Bench.Peers;

/// <summary>
/// This product's ring. It overwrites; for the race its writer is held within half the ring of the reader, by a gate that is the
/// race's and not the ring's, so that it delivers as much as the queues do. A lap would show as loss.
/// </summary>
internal sealed class RingPeer : RacePeer<RingPeer.Sender, RingPeer.Receiver>
{
    public const int SlotCount = 1 << 16;

    /// <summary>A reader of a flow looks so often and then finds a hundred samples, instead of asking for each single one.</summary>
    public const int FlowPauseNs = 4000;
    private const int ClaimBlockSlots = 64;
    private const int ToldEach = 256;

    private static readonly RingPoll FlowPoll = RingPoll.Spin(TimeSpan.FromMicroseconds(FlowPauseNs / 1000));

    public override string Name => "ring";

    public override string Guarantee => "broadcast to any number of readers, oldest overwritten, loss counted; lossless here: held within half a ring of its reader, no lap in these runs";

    public override int FlowCount => 1 << 22;

    public override bool Takes(RaceKind kind) => true;

    protected override Sender OpenSender(string path) => new(path);

    protected override Receiver OpenReceiver(string path) => new(path);

    private static SharedMemory OpenGate(string path) => SharedMemory.OpenOrCreate(path + ".gate", 64, FileSharing.OwnerOnly, FileSharing.OwnerOnly.Readable, populate: true);

    internal struct Sender(string path) : IRaceSender
    {
        private readonly RingWriter<RaceSample> _writer = RingWriter<RaceSample>.Open(path, new RingOptions { SlotCount = SlotCount, ClaimBlockSlots = ClaimBlockSlots }, FileSharing.OwnerOnly);
        private readonly SharedMemory _gate = OpenGate(path);
        private long _open = SlotCount / 2;

        public void Send(in RaceSample sample)
        {
            if (_writer.Published >= _open) AwaitReader(1);
            _writer.Publish(in sample);
        }

        public void Send(ReadOnlySpan<RaceSample> samples)
        {
            if (_writer.Published + samples.Length > _open) AwaitReader(samples.Length);
            _writer.Publish(samples);
        }

        public readonly void Dispose()
        {
            _writer.Dispose();
            _gate.Dispose();
        }

        private void AwaitReader(int count)
        {
            while (_writer.Published + count > _open) _open = Volatile.Read(ref _gate.At<long>(0)) + SlotCount / 2;
        }
    }

    internal struct Receiver(string path) : IRaceReceiver
    {
        private readonly RingReader<RaceSample> _reader = RingReader<RaceSample>.Open(path, RingStart.At(0));
        private readonly SharedMemory _gate = OpenGate(path);
        private long _toldNext = ToldEach;

        public bool TryReceive(out RaceSample sample)
        {
            if (!_reader.TryRead(out sample)) return false;
            if (_reader.Cursor >= _toldNext) Tell();
            return true;
        }

        public int Receive(Span<RaceSample> destination)
        {
            int got = _reader.Read(destination);
            if (_reader.Cursor >= _toldNext) Tell();
            return got;
        }

        public readonly void Sleep() => _reader.Wait(TimeSpan.FromSeconds(1), CancellationToken.None);

        public readonly void Spin()
        {
            _reader.Poll = FlowPoll;
            _reader.Wait(TimeSpan.FromSeconds(1), CancellationToken.None);
        }

        public readonly void Dispose()
        {
            _reader.Dispose();
            _gate.Dispose();
        }

        private void Tell()
        {
            Volatile.Write(ref _gate.At<long>(0), _reader.Cursor);
            _toldNext = _reader.Cursor + ToldEach;
        }
    }
}
