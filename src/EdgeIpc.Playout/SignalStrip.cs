namespace EdgeIpc.Playout;

/// <summary>The lowest and the highest value of a short time; both NaN where no sample was taken.</summary>
public readonly record struct StripColumn(float Low, float High)
{
    public static StripColumn Empty { get; } = new(float.NaN, float.NaN);

    public bool IsEmpty => float.IsNaN(Low);

    public StripColumn With(float value) => IsEmpty ? new StripColumn(value, value) : new StripColumn(Math.Min(Low, value), Math.Max(High, value));
}

/// <summary>
/// The last seconds of one channel as columns of equal time, so that a peak of one sample is seen at any width. What lies
/// further back than the strip is long is forgotten.
/// </summary>
public sealed class SignalStrip(int columnCount, TimeSpan columnTime)
{
    private readonly StripColumn[] _columns = NewColumns(columnCount);
    private readonly long _columnNs = (long)columnTime.TotalNanoseconds;
    private long _newest = long.MinValue;

    /// <summary>How long a column is.</summary>
    public TimeSpan ColumnTime => columnTime;

    /// <summary>The newest column's number, counted from the clock's zero; null while there is none. It may still grow.</summary>
    public long? Newest => _newest == long.MinValue ? null : _newest;

    /// <summary>Puts a value into the column of its time.</summary>
    /// <param name="takenAtNs">When it was taken, by a clock that goes on.</param>
    /// <param name="value">NaN counts as no value.</param>
    public void Add(long takenAtNs, float value)
    {
        long column = takenAtNs / _columnNs;
        if (_newest == long.MinValue) _newest = column;
        // A clock that began anew (another machine's ring) begins a new strip.
        if (column <= _newest - _columns.Length) Clear(column);
        for (; _newest < column; _newest++)
        {
            if (column - _newest > _columns.Length) _newest = column - _columns.Length;
            At(_newest + 1) = StripColumn.Empty;
        }

        ref var target = ref At(column);
        target = target.With(value);
    }

    /// <summary>The last columns, oldest first; empty ones where nothing was sampled yet.</summary>
    public StripColumn[] Last(int count)
    {
        var last = NewColumns(count);
        if (_newest == long.MinValue) return last;
        for (int i = 0; i < Math.Min(count, _columns.Length); i++) last[count - 1 - i] = At(_newest - i);
        return last;
    }

    private void Clear(long column)
    {
        Array.Fill(_columns, StripColumn.Empty);
        _newest = column;
    }

    private ref StripColumn At(long column) => ref _columns[(int)(((column % _columns.Length) + _columns.Length) % _columns.Length)];

    private static StripColumn[] NewColumns(int count)
    {
        var columns = new StripColumn[count];
        Array.Fill(columns, StripColumn.Empty);
        return columns;
    }
}
