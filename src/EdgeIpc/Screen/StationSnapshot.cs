using System.Diagnostics.CodeAnalysis;
using EdgeIpc.Playout;
using EdgeIpc.Web;

namespace EdgeIpc.Screen;

/// <summary>Everything the screen shows, at one moment: the station as anybody sees it, with the screen's own signal.</summary>
internal sealed record StationSnapshot : StationView
{
    public StationSnapshot()
    {
    }

    [SetsRequiredMembers]
    public StationSnapshot(StationView station, SignalSnapshot signal) : base(station) => Signal = signal;

    public required SignalSnapshot Signal { get; init; }

    /// <summary>What the last key did.</summary>
    public string Message { get; init; } = "";
}

/// <summary>One channel as it plays.</summary>
internal sealed record SignalSnapshot
{
    public string Channel { get; init; } = "";
    public string Unit { get; init; } = "";

    /// <summary>Oldest first; the newest at the end.</summary>
    public IReadOnlyList<StripColumn> Columns { get; init; } = [];
    public PlayoutState State { get; init; }
    public int Buffered { get; init; }

    /// <summary>The fill that is waited for; 0 while it plays.</summary>
    public int Watermark { get; init; }
    public long Underruns { get; init; }
    public TimeSpan TimeBuffering { get; init; }

    /// <summary>Samples in the ring that the screen has not taken yet.</summary>
    public long Lag { get; init; }

    /// <summary>Samples that the screen was too slow for.</summary>
    public long Lost { get; init; }
}
