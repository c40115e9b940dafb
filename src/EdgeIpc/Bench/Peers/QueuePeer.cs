using System.Runtime.InteropServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Bench.Peers;

/// <summary>A message queue of the kernel, by this product's own class: it never blocks, so both ends wait with epoll.</summary>
internal sealed class QueuePeer : RacePeer<QueuePeer.Sender, QueuePeer.Receiver>
{
    private const int MaxMessages = 10;

    public override string Name => "POSIX mq";

    public override string Guarantee => "lossless messages by priority, one reader each, outlive both ends; 10 at a time";

    public override int FlowCount => 1 << 17;

    public override bool Takes(RaceKind kind) => kind is RaceKind.Single or RaceKind.Wake;

    protected override Sender OpenSender(string path) => new(NameOf(path));

    protected override Receiver OpenReceiver(string path) => new(NameOf(path));

    /// <summary>A queue has a name of its own kind; the run's path is unique, and so is this.</summary>
    private static string NameOf(string path) => "/" + path.Trim('/').Replace('/', '.');

    private static Epoll Watch(PosixMessageQueue queue, PollEvents events)
    {
        var epoll = new Epoll();
        epoll.Add(queue.File, 0, events);
        return epoll;
    }

    private static void Await(Epoll epoll)
    {
        Span<ReadyEvent> ready = stackalloc ReadyEvent[1];
        epoll.Wait(ready, TimeSpan.FromSeconds(1));
    }

    internal readonly struct Sender : IRaceSender
    {
        private readonly PosixMessageQueue _queue;
        private readonly Epoll _epoll;

        public Sender(string name)
        {
            _queue = PosixMessageQueue.Create(name, MaxMessages, RaceSample.SizeBytes, FileSharing.OwnerOnly);
            _epoll = Watch(_queue, PollEvents.Writable);
        }

        public void Send(in RaceSample sample)
        {
            var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<RaceSample>(in sample));
            while (_queue.TrySend(bytes, 0) == QueueSendResult.Full) Await(_epoll);
        }

        public void Send(ReadOnlySpan<RaceSample> samples)
        {
            foreach (ref readonly var sample in samples) Send(in sample);
        }

        public void Dispose()
        {
            PosixMessageQueue.Unlink(_queue.Name);
            _queue.Dispose();
            _epoll.Dispose();
        }
    }

    internal readonly struct Receiver : IRaceReceiver
    {
        private readonly PosixMessageQueue _queue;
        private readonly Epoll _epoll;

        public Receiver(string name)
        {
            _queue = PosixMessageQueue.Open(name) ?? throw new IOException($"There is no queue {name}.");
            _epoll = Watch(_queue, PollEvents.Readable);
        }

        public bool TryReceive(out RaceSample sample)
        {
            sample = default;
            return _queue.TryReceive(MemoryMarshal.AsBytes(new Span<RaceSample>(ref sample)), out _, out _);
        }

        public int Receive(Span<RaceSample> destination) => TryReceive(out destination[0]) ? 1 : 0;

        public void Sleep() => Await(_epoll);

        public void Spin() => Await(_epoll);

        public void Dispose()
        {
            _queue.Dispose();
            _epoll.Dispose();
        }
    }
}
