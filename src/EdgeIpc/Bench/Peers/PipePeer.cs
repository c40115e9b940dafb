using System.Runtime.InteropServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Bench.Peers;

/// <summary>A named pipe of the kernel, by read(2) and write(2) alone.</summary>
internal sealed class PipePeer : RacePeer<PipePeer.Sender, PipePeer.Receiver>
{
    public override string Name => "pipe";

    public override string Guarantee => "lossless byte stream, one reader; the writer waits when it is full";

    public override int FlowCount => 1 << 18;

    public override bool Takes(RaceKind kind) => kind != RaceKind.Spin;

    protected override Sender OpenSender(string path) => new(path);

    protected override Receiver OpenReceiver(string path) => new(path);

    internal readonly struct Sender : IRaceSender
    {
        private readonly FileDescriptor _pipe;

        public Sender(string path)
        {
            PosixFile.MakePipe(path);
            _pipe = PosixFile.OpenReadWrite(path);
        }

        public void Send(in RaceSample sample) => Send(new ReadOnlySpan<RaceSample>(in sample));

        public void Send(ReadOnlySpan<RaceSample> samples) => _pipe.WriteAll(MemoryMarshal.AsBytes(samples));

        public void Dispose() => _pipe.Dispose();
    }

    internal readonly struct Receiver(string path) : IRaceReceiver
    {
        private readonly FileDescriptor _pipe = PosixFile.OpenRead(path);

        public bool TryReceive(out RaceSample sample)
        {
            sample = default;
            return Receive(new Span<RaceSample>(ref sample)) == 1;
        }

        public int Receive(Span<RaceSample> destination)
        {
            // A pipe gives what it has; only whole samples go in, so only whole ones come out.
            int got = _pipe.Read(MemoryMarshal.AsBytes(destination));
            return got % RaceSample.SizeBytes == 0 ? got / RaceSample.SizeBytes : throw new InvalidDataException($"A pipe gave {got} bytes, a part of a sample.");
        }

        public void Sleep()
        {
        }

        public void Spin()
        {
        }

        public void Dispose() => _pipe.Dispose();
    }
}
