namespace EdgeIpc.Paper;

/// <summary>What a printer's model has counted since it was made; a power cut does not reset it.</summary>
public readonly record struct PrinterCounters
{
    /// <summary>Bytes that went into the receive buffer.</summary>
    public long BytesAccepted { get; init; }

    /// <summary>Bytes that came while the buffer was full.</summary>
    public long BytesDropped { get; init; }

    /// <summary>Bytes that came while the power was off or the printer was starting.</summary>
    public long BytesLostWithoutPower { get; init; }

    /// <summary>Rows by which the paper moved.</summary>
    public long Rows { get; init; }

    public long MotorStops { get; init; }

    public long Cuts { get; init; }

    public long DrawerKicks { get; init; }

    public long XoffsSent { get; init; }

    /// <summary>Commands that no manual explains or that aren't drawn here.</summary>
    public long CommandsNotUnderstood { get; init; }

    /// <summary>Answers thrown away because nobody fetched them.</summary>
    public long RepliesDropped { get; init; }

    public long PowerCuts { get; init; }
}

public sealed record PrinterModelOptions
{
    /// <summary>Bits per second, 8N1: ten bits a byte. 300..4,000,000.</summary>
    public int LineBaud { get; init; } = 19_200;

    /// <summary>How much faster than real time the wire, the head and the start-up are: 0.1..10,000. The clock that the caller passes is real.</summary>
    public double TimeScale { get; init; } = 1;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LineBaud, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LineBaud, 4_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(TimeScale, 0.1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TimeScale, 10_000);
    }
}
