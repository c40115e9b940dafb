namespace EdgeIpc.Paper;

/// <summary>What rows on the paper turned out to be when the next fence was reached.</summary>
public enum RowsKind
{
    FirstTime,

    /// <summary>A line that explains.</summary>
    Mark,

    /// <summary>Part of a band whose sender died; it comes again, or stays unfinished.</summary>
    Orphaned,

    RepeatedMarked,
    RepeatedUnmarked,
}

/// <param name="Rows">The newest so many.</param>
public readonly record struct RowsOnPaper(RowsKind Kind, long Rows);

/// <summary>
/// Which band every row on the paper belongs to, and whether a reader of the paper was told about what is on it twice.
/// Only what was really printed is counted, so this is the other side of the spooler's journal.
/// </summary>
/// <remarks>
/// <para>The rule. Rows wait without an owner until a fence is reached:</para>
/// <list type="number">
/// <item>A band's fence whose serial is new: the waiting rows are first-time rows. A mark's promise ends here.</item>
/// <item>A band's fence whose serial was seen before: they are repeated, marked if a mark was printed since the last sync and
/// since the last new band, else unmarked.</item>
/// <item>A sync, or a power cut: their sender is gone. They are orphaned: the beginning of a band that is going to be
/// printed again, or blank rows that closed an open picture. Any earlier mark no longer counts.</item>
/// <item>A mark's beginning: what follows up to its end is the mark's own. If its sender dies in it, these are rows of a mark that
/// is left unfinished: nothing of a document is on them, so nothing is owed for them.</item>
/// <item>A mark's end, if there is ink above it: its own rows are mark rows, and rows orphaned before it become repeated and
/// marked.</item>
/// <item>Orphans that no mark explained before the next band's fence become repeated and unmarked.</item>
/// </list>
/// <para>So each confirmed band is counted as first-time exactly once, whatever was killed, and
/// first-time rows = the sum of rows of confirmed bands, plus those of bands printed whose answer has not been read yet.
/// A sender owes a mark when, after the sync, its journal still shows a band sent and not confirmed.</para>
/// <para>A status echo (GS r) names no band: on a printer without process ids, rows are only
/// <see cref="UnnamedRows"/>.</para>
/// </remarks>
public sealed class RowLedger
{
    /// <summary>Serials remembered; an older band that comes again would count as new.</summary>
    public const int MostSerials = 65_536;

    private readonly HashSet<int> _seen = [];
    private readonly Queue<int> _seenInOrder = new();
    private bool _hasInk;
    private bool _isMarked;
    private bool _isInMark;

    /// <summary>Rows since the last fence.</summary>
    public long WaitingRows { get; private set; }

    /// <summary>Orphaned rows that no mark has explained yet.</summary>
    public long OrphanedRows { get; private set; }

    public long FirstTimeRows { get; private set; }

    public long RepeatedMarkedRows { get; private set; }

    /// <summary>Above 0: somebody holds paper that lies to them.</summary>
    public long RepeatedUnmarkedRows { get; private set; }

    /// <summary>Rows of the marks themselves.</summary>
    public long MarkRows { get; private set; }

    /// <summary>Rows that a status echo ended.</summary>
    public long UnnamedRows { get; private set; }

    /// <summary>Bands whose fence was reached for the first time.</summary>
    public long Bands { get; private set; }

    public long RepeatedBands { get; private set; }

    public long Marks { get; private set; }

    public long Syncs { get; private set; }

    internal void AddRow(bool hasInk)
    {
        WaitingRows++;
        _hasInk |= hasInk;
    }

    /// <returns>What the newest rows on the paper turned out to be.</returns>
    internal RowsOnPaper Reach(BandFence fence)
    {
        switch (fence.Kind)
        {
            case FenceKind.Band:
                return ReachBand(fence.Number);
            case FenceKind.MarkBegins:
                RowsOnPaper before = Orphan();
                _isInMark = true;
                return before;
            case FenceKind.Mark:
                return ReachMark();
            default:
                Syncs++;
                return Orphan();
        }
    }

    /// <summary>A sync was reached, or the power was cut.</summary>
    internal RowsOnPaper Orphan()
    {
        long rows = TakeWaiting();
        _isMarked = false;
        if (_isInMark)
        {
            _isInMark = false;
            MarkRows += rows;
            return new(RowsKind.Mark, rows);
        }

        OrphanedRows += rows;
        return new(RowsKind.Orphaned, rows);
    }

    internal void ReachUnnamed() => UnnamedRows += TakeWaiting();

    private RowsOnPaper ReachBand(int serial)
    {
        RepeatedUnmarkedRows += OrphanedRows;
        OrphanedRows = 0;
        _isInMark = false;
        long rows = TakeWaiting();
        if (Remember(serial))
        {
            Bands++;
            FirstTimeRows += rows;
            _isMarked = false;
            return new(RowsKind.FirstTime, rows);
        }

        RepeatedBands++;
        if (_isMarked)
            RepeatedMarkedRows += rows;
        else
            RepeatedUnmarkedRows += rows;
        return new(_isMarked ? RowsKind.RepeatedMarked : RowsKind.RepeatedUnmarked, rows);
    }

    private RowsOnPaper ReachMark()
    {
        // A mark without ink tells nobody anything.
        if (!_hasInk)
            return Orphan();

        _isInMark = false;
        Marks++;
        long rows = TakeWaiting();
        MarkRows += rows;
        RepeatedMarkedRows += OrphanedRows;
        OrphanedRows = 0;
        _isMarked = true;
        return new(RowsKind.Mark, rows);
    }

    private long TakeWaiting()
    {
        long rows = WaitingRows;
        WaitingRows = 0;
        _hasInk = false;
        return rows;
    }

    private bool Remember(int serial)
    {
        if (!_seen.Add(serial))
            return false;
        _seenInOrder.Enqueue(serial);
        if (_seenInOrder.Count > MostSerials)
            _seen.Remove(_seenInOrder.Dequeue());
        return true;
    }
}
