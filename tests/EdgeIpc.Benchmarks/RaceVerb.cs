using System.Globalization;
using System.Runtime.InteropServices;
using EdgeIpc.Bench;
using EdgeIpc.Bench.Peers;
using EdgeIpc.Benchmarks.Peers;

namespace EdgeIpc.Benchmarks;

/// <summary><c>race</c>: the program's own race, with the peers that need a compiler or a package.</summary>
internal static class RaceVerb
{
    private const int DefaultRounds = 11;
    private const string Usage = "usage: race [--json FILE] [--rounds N] [--only spin|single|batch|wake] [--peer NAME] [--first]";

    public static IReadOnlyList<RacePeer> Peers { get; } = [new RingPeer(), new BoostPeer(0), new BoostPeer(RingPeer.FlowPauseNs), .. BenchVerb.Peers.Skip(1), new NetMqPeer(), new ChannelPeer()];

    /// <returns>0; 1 when a bar doesn't hold or a sample was lost or torn; 64 for options that make no sense.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        if (Parse(options) is not { } asked)
        {
            await Console.Error.WriteLineAsync(Usage);
            return (int)ExitCode.Usage;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            stopping.Cancel();
        });
        var peers = asked.Peers.Count == 0 ? Peers : [.. Peers.Where(peer => peer.Name == Race.Subject || asked.Peers.Contains(peer.Name, StringComparer.Ordinal))];
        var report = await BenchVerb.RaceAsync(peers, asked.Rounds, asked.Kinds.Count == 0 ? Enum.GetValues<RaceKind>() : asked.Kinds, asked.First, stopping.Token);
        if (asked.JsonPath is not null) await File.WriteAllTextAsync(asked.JsonPath, report.ToJson() + "\n", stopping.Token);
        await Console.Out.WriteAsync(report.ToMarkdown());
        return report.HasFailed ? 1 : 0;
    }

    private static Options? Parse(IReadOnlyList<string> words)
    {
        var options = new Options();
        for (int i = 0; i < words.Count; i++)
        {
            string? value = i + 1 < words.Count ? words[i + 1] : null;
            switch (words[i])
            {
                case "--first": options.First = true; continue;
                case "--json" when value is not null: options.JsonPath = value; break;
                case "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds > 0: options.Rounds = rounds; break;
                case "--only" when Enum.TryParse<RaceKind>(value, ignoreCase: true, out var kind): options.Kinds.Add(kind); break;
                case "--peer" when Peers.Any(peer => peer.Name == value): options.Peers.Add(value!); break;
                default: return null;
            }

            i++;
        }

        return options;
    }

    private sealed class Options
    {
        public string? JsonPath { get; set; }
        public int Rounds { get; set; } = DefaultRounds;
        public bool First { get; set; }
        public List<RaceKind> Kinds { get; } = [];
        public List<string> Peers { get; } = [];
    }
}
