using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;
using EdgeIpc.Ring.Textbook;

namespace EdgeIpc.Lessons.SharedMemory;

/// <summary>Where a reader takes frames from; each is checked word by word.</summary>
internal abstract class FrameSource : IDisposable
{
    protected static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public long Read { get; protected set; }

    /// <summary>Frames that were overwritten before they were read; -1 where nobody can know.</summary>
    public virtual long Lost => -1;

    public long Torn { get; protected set; }

    public virtual long Recoveries => 0;

    public static FrameSource Open(SharingWay way, string path) => way switch
    {
        SharingWay.Unguarded => new UnguardedSource(path),
        SharingWay.Locked => new LockedSource(path),
        _ => new RingSource(path),
    };

    /// <summary>Reads what is there; waits a moment when nothing is.</summary>
    public abstract void ReadSome();

    /// <summary>After the writer has ended: reads whatever is left.</summary>
    public abstract void ReadRest();

    /// <summary>Takes one frame in hand, as a reader does that is slow to look at it, and gives it back at the end.</summary>
    public abstract void Hold(Action meanwhile);

    public abstract void Dispose();

    protected void Check(in ThermalFrame frame)
    {
        Read++;
        if (!Frame.IsWhole(in frame)) Torn++;
    }
}

internal sealed class UnguardedSource(string path) : FrameSource
{
    private readonly UnguardedBuffer<ThermalFrame> _buffer = UnguardedBuffer<ThermalFrame>.Open(path);

    public override void ReadSome()
    {
        // Before the first picture is whole there is none that could be torn.
        if (_buffer.Written == 0) return;
        _buffer.Read(out var frame);
        Check(in frame);
    }

    public override void ReadRest()
    {
    }

    public override void Hold(Action meanwhile) => meanwhile();

    public override void Dispose() => _buffer.Dispose();
}

internal sealed class LockedSource(string path) : FrameSource
{
    private readonly LockedBuffer<ThermalFrame> _buffer = LockedBuffer<ThermalFrame>.Open(path);

    // Nothing is ever overwritten: the writer waits.
    public override long Lost => 0;

    public override long Recoveries => _buffer.Recoveries;

    public override void ReadSome()
    {
        var patience = Patience;
        while (_buffer.BeginRead(patience) == BufferOutcome.Ready)
        {
            Check(in _buffer.Value);
            _buffer.EndRead();
            if (_buffer.Written == _buffer.Taken) return;
        }
    }

    public override void ReadRest()
    {
        while (_buffer.Written > _buffer.Taken) ReadSome();
    }

    public override void Hold(Action meanwhile)
    {
        while (_buffer.BeginRead(Patience) != BufferOutcome.Ready) { }
        meanwhile();
        _buffer.EndRead();
    }

    public override void Dispose() => _buffer.Dispose();
}

internal sealed class RingSource(string path) : FrameSource
{
    private readonly RingReader<ThermalFrame> _ring = RingReader<ThermalFrame>.Open(path, RingStart.Oldest);

    public override long Lost => _ring.Lost;

    public override void ReadSome()
    {
        _ring.Wait(Patience, CancellationToken.None);
        // No more than is there now: a reader that is slower than the writer would never come to an end.
        for (long newest = _ring.Published; _ring.Cursor < newest;) ReadOne();
    }

    public override void ReadRest()
    {
        while (_ring.Cursor < _ring.Published) ReadOne();
    }

    public override void Hold(Action meanwhile)
    {
        while (_ring.Wait(Patience, CancellationToken.None) != RingWait.Ready) { }
        _ = _ring.Look(1);
        meanwhile();
    }

    public override void Dispose() => _ring.Dispose();

    private void ReadOne()
    {
        var shown = _ring.Look(1);
        if (shown.Length == 0) return;
        bool isWhole = Frame.IsWhole(in shown[0]) && shown[0].Header.Sequence == (ulong)_ring.Cursor;
        // What was seen counts only now: a frame that was overwritten meanwhile is counted as lost.
        if (!_ring.Accept(1)) return;
        Read++;
        if (!isWhole) Torn++;
    }
}
