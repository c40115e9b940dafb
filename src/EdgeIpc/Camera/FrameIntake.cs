using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;

namespace EdgeIpc.Camera;

/// <summary>One viewer's view of one ring of frames.</summary>
internal interface IFrameIntake : IDisposable
{
    /// <summary>Looks at every frame that is there.</summary>
    /// <returns>False when there was none, or no ring yet.</returns>
    bool ReadAll();

    /// <summary>Sleeps until there is one, a moment at most.</summary>
    void Wait(CancellationToken stopping);
}

/// <summary>
/// Reads frames in place and checks each word of them: what it says of a frame counts only once the ring says that the frame was still
/// the same afterwards. Its page moves with every frame, so that a killed viewer goes on exactly there.
/// </summary>
internal sealed class FrameIntake<T> : IFrameIntake where T : unmanaged, IFrame
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private readonly string _path;
    private readonly FrameReaderPage _page;
    private RingReader<T>? _reader;
    private long _lostBefore;

    public FrameIntake(StationInstance instance, string ring, string viewer)
    {
        _path = instance.FrameRingPath(ring);
        _page = FrameReaderPage.TryOwn(instance.Counters.FrameReader(ring, viewer), instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {instance.Name} has a {viewer} already; one at a time.");
    }

    public bool ReadAll()
    {
        if (!IsOpen()) return false;
        bool any = false;
        while (ReadOne()) any = true;
        return any;
    }

    public void Wait(CancellationToken stopping)
    {
        if (_reader is null) stopping.WaitHandle.WaitOne(Turn);
        else if (_reader.Wait(Turn, stopping) == RingWait.Replaced) Leave();
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _page.Dispose();
    }

    private bool ReadOne()
    {
        var shown = _reader!.Look(1);
        if (shown.Length == 0) return false;
        bool isWhole = Frame.IsWhole(in shown[0]) && Frame.HeaderOf(in shown[0]).Sequence == (ulong)_reader.Cursor;
        // Overwritten meanwhile: what was seen means nothing, the frame is counted as lost.
        bool counts = _reader.Accept(1);
        _page.Commit(_reader.Cursor, counts ? 1 : 0, _reader.Lost - _lostBefore, counts && !isWhole ? 1 : 0);
        _lostBefore = _reader.Lost;
        return true;
    }

    private bool IsOpen()
    {
        if (_reader is not null) return true;
        try
        {
            _reader = RingReader<T>.Open(_path, _page.Counts.HasJoined ? RingStart.At(_page.Counts.Cursor) : RingStart.Oldest);
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            // The camera has not made it yet.
            return false;
        }

        if (!_page.Counts.HasJoined) _page.Join(_reader.JoinedAt);
        _lostBefore = 0;
        return true;
    }

    private void Leave()
    {
        _reader!.Dispose();
        _reader = null;
    }
}
