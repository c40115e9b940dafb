using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Web;

namespace EdgeIpc.Page;

/// <summary>
/// The lessons' reader of the station's ring: a real one, only that a person says how slow it is. It stands in nobody's way:
/// the writer does not know it, and what it is too slow for is counted as any reader's loss is. Any thread may call.
/// </summary>
internal sealed class SlowReader(string ringPath) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Sample[] _batch = new Sample[512];
    private RingReader<Sample>? _ring;
    private double _pace;
    private double _due;
    private long _seen;

    /// <summary>Null while it is not there.</summary>
    public SlowReaderView? View
    {
        get
        {
            lock (_lock)
            {
                if (_ring is null) return null;
                long published = _ring.Published;
                return new SlowReaderView(_pace, _ring.JoinedAt, published, _ring.ReadCount, _ring.Lost, published - _ring.Cursor);
            }
        }
    }

    /// <param name="pace">The share of what is published that it takes, 0 to 1. The first one joins with the newest sample; null leaves.</param>
    /// <returns>False when there is no ring.</returns>
    public bool Set(double? pace)
    {
        lock (_lock)
        {
            if (pace is not { } share) return Leave();
            (_pace, _due) = (share, 0);
            return _ring is not null || Join();
        }
    }

    /// <summary>Takes its share of what came since the last call; at full pace everything that is there.</summary>
    public void Read()
    {
        lock (_lock)
        {
            if (_ring is null) return;
            if (_ring.LookAtWriter() == RingWriterState.Replaced)
            {
                Leave();
                return;
            }

            long published = _ring.Published;
            _due = _pace >= 1 ? published - _ring.Cursor : _due + (published - _seen) * _pace;
            _seen = published;
            while (_due >= 1 && _ring.Read(_batch.AsSpan(0, (int)Math.Min(_batch.Length, _due))) is var count and > 0) _due -= count;
        }
    }

    public void Dispose() => Set(null);

    private bool Join()
    {
        try
        {
            _ring = RingReader<Sample>.Open(ringPath, RingStart.Newest, mayWake: false);
            _seen = _ring.Published;
            return true;
        }
        catch (Exception e) when (e is RingFormatException or PosixException { Errno: Errno.ENOENT })
        {
            // Not made yet, or being made.
            return false;
        }
    }

    private bool Leave()
    {
        _ring?.Dispose();
        _ring = null;
        return true;
    }
}
