using System.Globalization;

namespace EdgeIpc.Bench;

/// <summary>How far the two processors were apart during a run, by the probes before and after it.</summary>
internal enum CacheDistance
{
    Near,
    Far,

    /// <summary>The host moved them meanwhile: such a run is counted in no figure.</summary>
    Mixed,
}

/// <summary>A limit that the ring's time, divided by a peer's, must keep in the near state.</summary>
internal sealed record RaceBar(RaceKind Kind, string Peer, double Limit, double? Stretch = null);

/// <summary>One run's outcome.</summary>
internal sealed record RaceRun(int Round, RaceKind Kind, string Peer, RaceFigure Figure, CacheDistance State);

/// <summary>
/// The race: in each round every peer runs once in each discipline, next to the ring, so that whatever the machine does meanwhile
/// it does to both. Only ratios within a run are worth telling.
/// </summary>
internal sealed class Race(IReadOnlyList<RacePeer> peers, RaceTrack track)
{
    /// <summary>The peer that all others are compared with.</summary>
    public const string Subject = "ring";

    /// <summary>What must hold. The limits are ratios; no time is ever asserted.</summary>
    public static IReadOnlyList<RaceBar> Bars { get; } =
    [
        new(RaceKind.Spin, "boost spsc", 0.9),
        new(RaceKind.Single, "boost spsc", 0.6, Stretch: 0.2),
        new(RaceKind.Batch, "boost spsc", 3.5, Stretch: 1.2),
        new(RaceKind.Wake, "pipe", 1.1),
        new(RaceKind.Single, "pipe", 1 / 10.0),
        new(RaceKind.Single, "Unix socket", 1 / 50.0),
        new(RaceKind.Single, "NetMQ", 1 / 30.0),
    ];

    public static string NameOf(RaceKind kind) => kind switch
    {
        RaceKind.Spin => "spin latency",
        RaceKind.Single => "single publish",
        RaceKind.Batch => "batch of 64",
        _ => "wake of a sleeper",
    };

    /// <summary>Runs the rounds.</summary>
    /// <param name="kinds">The disciplines.</param>
    /// <param name="tell">Gets a line after each round, for whoever waits.</param>
    public async Task<IReadOnlyList<RaceRun>> RunAsync(int rounds, IReadOnlyList<RaceKind> kinds, Action<string> tell, CancellationToken token)
    {
        var runs = new List<RaceRun>();
        for (int round = 1; round <= rounds; round++)
        {
            foreach (var kind in kinds) await RunRoundAsync(round, kind, runs, token);
            var states = runs.Where(run => run.Round == round).Select(run => run.State).ToList();
            tell(string.Create(CultureInfo.InvariantCulture, $"round {round} of {rounds}: {states.Count} runs, {states.Count(state => state == CacheDistance.Near)} near, {states.Count(state => state == CacheDistance.Far)} far"));
        }

        return runs;
    }

    private async Task RunRoundAsync(int round, RaceKind kind, List<RaceRun> runs, CancellationToken token)
    {
        var order = peers.Where(peer => peer.Takes(kind)).ToList();
        // There and back, so that a machine that gets slower or faster favours nobody.
        if (round % 2 == 0) order.Reverse();
        double beforeNs = track.Probe();
        foreach (var peer in order)
        {
            var figure = await track.RunAsync(peer, kind, token);
            double afterNs = track.Probe();
            runs.Add(new RaceRun(round, kind, peer.Name, figure, StateOf(beforeNs, afterNs)));
            beforeNs = afterNs;
        }
    }

    private static CacheDistance StateOf(double beforeNs, double afterNs) => (beforeNs <= CacheLineProbe.NearMaxNs, afterNs <= CacheLineProbe.NearMaxNs) switch
    {
        (true, true) => CacheDistance.Near,
        (false, false) => CacheDistance.Far,
        _ => CacheDistance.Mixed,
    };
}
