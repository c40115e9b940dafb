using Microsoft.Extensions.Logging;

namespace EdgeIpc.Web;

/// <summary>Why something was turned away.</summary>
public enum RefusalKind
{
    ForeignHost,
    CrossSite,
    NoToken,
    WrongToken,
    WrongContent,
    BodyTooLarge,
    BodyTooSlow,
    TooManyRequests,
    TooManyStreams,
    TooManyConnections,
    BadRequest,
    NoSuchPath,
}

/// <summary>
/// Counts what was turned away and says each kind once a minute: an attacker must not fill the disk with our own words, nor
/// go unnoticed.
/// </summary>
internal sealed class RefusalLog(ILogger log, TimeProvider time)
{
    private const int DetailLengthMax = 120;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<RefusalKind, Entry> _entries = [];
    private long _total;

    /// <summary>Everything that was turned away.</summary>
    public long Total => Volatile.Read(ref _total);

    public long CountOf(RefusalKind kind)
    {
        lock (_lock) return _entries.TryGetValue(kind, out var entry) ? entry.Total : 0;
    }

    /// <param name="detail">What was asked; may come from the attacker.</param>
    public void Note(RefusalKind kind, string detail)
    {
        Interlocked.Increment(ref _total);
        long more;
        lock (_lock)
        {
            if (!_entries.TryGetValue(kind, out var entry)) _entries[kind] = entry = new Entry();
            entry.Total++;
            if (entry.Total > 1 && time.GetElapsedTime(entry.SaidAt) < Quiet)
            {
                entry.Unsaid++;
                return;
            }

            (more, entry.Unsaid, entry.SaidAt) = (entry.Unsaid, 0, time.GetTimestamp());
        }

        if (more > 0) WebLog.RefusedMore(log, kind, more);
        WebLog.Refused(log, kind, Visible(detail));
    }

    // A line break or a terminal's control sequence must not forge another line of the log.
    private static string Visible(string text) => new([.. text.Take(DetailLengthMax).Select(c => char.IsControl(c) ? '?' : c)]);

    private sealed class Entry
    {
        public long Total { get; set; }

        public long Unsaid { get; set; }

        public long SaidAt { get; set; }
    }
}
