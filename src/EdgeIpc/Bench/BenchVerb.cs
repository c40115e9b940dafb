using System.CommandLine;
using System.Globalization;
using EdgeIpc.Bench.Peers;

namespace EdgeIpc.Bench;

/// <summary><c>edgeipc bench</c>: the race against what every Linux has, on this machine, in ratios.</summary>
internal static class BenchVerb
{
    private const int DefaultRounds = 5;
    private const int MaxRounds = 1000;

    /// <summary>Those that need neither a compiler nor a package.</summary>
    public static IReadOnlyList<RacePeer> Peers { get; } = [new RingPeer(), new PipePeer(), new SocketPeer(), new QueuePeer(), new LockPeer()];

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "The figures as JSON: a list of {bar, subject, peer, subjectNs, peerNs, ratio, state, rounds}." };
        var rounds = new Option<int>("--rounds") { Description = $"Rounds, 1 to {MaxRounds}; a bar is judged from {RaceReport.RoundsToJudge} on.", HelpName = "N", DefaultValueFactory = _ => DefaultRounds };
        var first = new Option<bool>("--first") { Description = "Measuring threads go before all others (SCHED_FIFO), for a machine that does other work." };
        var verb = new Command("bench", "The ring against pipe, Unix socket and message queue, on this machine.") { json, rounds, first };
        verb.SetAction(async (parsed, token) =>
        {
            int count = parsed.GetValue(rounds);
            if (count is < 1 or > MaxRounds) throw new RefusedException(ExitCode.Usage, $"--rounds {count.ToString(CultureInfo.InvariantCulture)} is out of range: 1 to {MaxRounds} are allowed.");
            var report = await RaceAsync(Peers, count, [RaceKind.Single, RaceKind.Batch, RaceKind.Wake], parsed.GetValue(first), token);
            await Console.Out.WriteAsync(parsed.GetValue(json) ? report.ToJson() + "\n" : report.ToMarkdown());
            return report.Faults.Count > 0 ? (int)ExitCode.Unbalanced : (int)ExitCode.Ok;
        });
        return verb;
    }

    /// <summary>The hidden verb of a run's two processes.</summary>
    public static Command CreateSide()
    {
        var words = new Argument<string[]>("words");
        var verb = new Command(RaceTrack.SideVerb, "One side of a run of 'bench'.") { words };
        verb.Hidden = true;
        verb.SetAction(parsed => RunSide(Peers, parsed.GetValue(words)!));
        return verb;
    }

    /// <summary>Runs a race and tells of its progress on standard error.</summary>
    public static async Task<RaceReport> RaceAsync(IReadOnlyList<RacePeer> peers, int rounds, IReadOnlyList<RaceKind> kinds, bool first, CancellationToken token)
    {
#if DEBUG
        await Console.Error.WriteLineAsync("edgeipc: this is a Debug build; times of shared memory are several times what a Release build has (-c Release).");
#endif
        var absent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var peer in peers)
        {
            if (peer.FindObstacle() is { } reason) absent[peer.Name] = reason;
        }

        var present = peers.Where(peer => !absent.ContainsKey(peer.Name)).ToList();
        using var track = new RaceTrack(first);
        var runs = await new Race(present, track).RunAsync(rounds, kinds, Console.Error.WriteLine, token);
        return new RaceReport(runs, present, absent);
    }

    /// <summary>Runs the side that the words name, and says its figure.</summary>
    public static int RunSide(IReadOnlyList<RacePeer> peers, string[] words)
    {
        if (words.Length != 8 || peers.FirstOrDefault(peer => peer.Name == words[0]) is not { } peer)
            throw new RefusedException(ExitCode.Usage, $"'{RaceTrack.SideVerb}' is for 'bench' alone.");
        if (peer.Run(RaceSide.Parse(words[1..])) is { } figure)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {figure.MedianNs} {figure.MeanNs} {figure.LostCount} {figure.TornCount}"));
        return 0;
    }
}
