using EdgeIpc.Camera;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;
using EdgeIpc.Ring.Textbook;

namespace EdgeIpc.Lessons.SharedMemory;

/// <summary>The three ways to share memory that the lesson compares.</summary>
internal enum SharingWay
{
    Unguarded,
    Locked,
    Ring,
}

/// <summary>Where a writer puts its frames; each is drawn in place, where readers may look.</summary>
internal abstract class FrameSink : IDisposable
{
    public long Written { get; protected set; }

    /// <summary>Times that it had to wait.</summary>
    public virtual long Stalls => 0;

    public virtual TimeSpan LongestStall => TimeSpan.Zero;

    /// <summary>Times that it got a lock whose holder had died.</summary>
    public virtual long Recoveries => 0;

    public static FrameSink Open(SharingWay way, string path, int slots) => way switch
    {
        SharingWay.Unguarded => new UnguardedSink(path),
        SharingWay.Locked => new LockedSink(path),
        _ => new RingSink(path, slots),
    };

    /// <summary>One frame; it may be that nobody lets it.</summary>
    public abstract void Write();

    public abstract void Dispose();

    protected static void Draw(ref ThermalFrame frame, long number)
    {
        Scenes.Draw(ref frame, number * 0.05);
        Frame.Seal(ref frame, (ulong)number, MonotonicClock.NowNs);
    }
}

internal sealed class UnguardedSink(string path) : FrameSink
{
    private readonly UnguardedBuffer<ThermalFrame> _buffer = UnguardedBuffer<ThermalFrame>.Open(path);

    public override void Write()
    {
        Draw(ref _buffer.Value, Written++);
        _buffer.NoteWritten();
    }

    public override void Dispose() => _buffer.Dispose();
}

internal sealed class LockedSink(string path) : FrameSink
{
    private readonly LockedBuffer<ThermalFrame> _buffer = LockedBuffer<ThermalFrame>.Open(path);

    public override long Stalls => _buffer.Stalls;

    public override TimeSpan LongestStall => _buffer.LongestStall;

    public override long Recoveries => _buffer.Recoveries;

    public override void Write()
    {
        if (_buffer.BeginWrite(FrameWorker.Patience) != BufferOutcome.Ready) return;
        Draw(ref _buffer.Value, Written++);
        _buffer.EndWrite();
    }

    public override void Dispose() => _buffer.Dispose();
}

internal sealed class RingSink(string path, int slots) : FrameSink
{
    private readonly RingWriter<ThermalFrame> _ring = RingWriter<ThermalFrame>.Open(path, new RingOptions { SlotCount = slots }, FileSharing.OwnerOnly);

    public override void Write()
    {
        Draw(ref _ring.Prepare(1)[0], _ring.Published);
        _ring.Commit(1);
        Written++;
    }

    public override void Dispose() => _ring.Dispose();
}
