using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeIpc.Bench;

/// <summary>The ring against one peer in one discipline and state: medians over the rounds in which both ran in that state.</summary>
/// <param name="Bar">The discipline.</param>
/// <param name="SubjectNs">A sample's time in the ring.</param>
/// <param name="Ratio">SubjectNs / PeerNs: below 1 the ring is faster.</param>
/// <param name="State">near or far.</param>
/// <param name="Rounds">Rounds behind the medians.</param>
internal sealed record RaceRow(string Bar, string Subject, string Peer, double SubjectNs, double PeerNs, double Ratio, string State, int Rounds);

/// <summary>What became of a bar.</summary>
internal enum BarVerdict
{
    Holds,
    Fails,

    /// <summary>Too few rounds in the near state, or the peer didn't take part.</summary>
    NotJudged,
}

/// <summary>What a race says: rows for the table and for other programs, bars, and faults.</summary>
internal sealed class RaceReport
{
    /// <summary>With fewer rounds in the near state a bar is not judged: one disturbed run would decide.</summary>
    public const int RoundsToJudge = 3;

    private readonly IReadOnlyList<RacePeer> _peers;
    private readonly IReadOnlyDictionary<string, string> _absent;

    /// <param name="absent">Peers that didn't take part, with the reason.</param>
    public RaceReport(IReadOnlyList<RaceRun> runs, IReadOnlyList<RacePeer> peers, IReadOnlyDictionary<string, string> absent)
    {
        (_peers, _absent) = (peers, absent);
        Rows = [.. MakeRows(runs)];
        Bars = [.. Race.Bars.Where(bar => runs.Any(run => run.Kind == bar.Kind)).Select(bar => (bar, Judge(bar)))];
        Faults = [.. runs.Where(run => run.Figure.LostCount + run.Figure.TornCount > 0).Select(run =>
            string.Create(CultureInfo.InvariantCulture, $"{run.Peer}, {Race.NameOf(run.Kind)}, round {run.Round}: {run.Figure.LostCount} lost, {run.Figure.TornCount} torn"))];
    }

    public IReadOnlyList<RaceRow> Rows { get; }

    public IReadOnlyList<(RaceBar Bar, BarVerdict Verdict)> Bars { get; }

    /// <summary>Samples that were lost or torn; there must be none, whatever the machine does.</summary>
    public IReadOnlyList<string> Faults { get; }

    public bool HasFailed => Faults.Count > 0 || Bars.Any(bar => bar.Verdict == BarVerdict.Fails);

    public string ToJson() => JsonSerializer.Serialize(Rows, RaceJson.Default.IReadOnlyListRaceRow);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| discipline | peer | ring, ns | peer, ns | ratio | must be | cores | rounds |").AppendLine("|---|---|---:|---:|---:|---:|---|---:|");
        foreach (var row in Rows)
        {
            var bar = row.State == "near" ? Race.Bars.FirstOrDefault(bar => Race.NameOf(bar.Kind) == row.Bar && bar.Peer == row.Peer) : null;
            text.AppendLine(CultureInfo.InvariantCulture, $"| {row.Bar} | {row.Peer} | {Number(row.SubjectNs)} | {Number(row.PeerNs)} | {Number(row.Ratio)} | {(bar is null ? "" : "at most " + Number(bar.Limit))} | {row.State} | {row.Rounds} |");
        }

        text.AppendLine().AppendLine("| peer | guarantee |").AppendLine("|---|---|");
        foreach (var peer in _peers) text.AppendLine(CultureInfo.InvariantCulture, $"| {peer.Name} | {peer.Guarantee} |");
        foreach (var (peer, reason) in _absent) text.AppendLine(CultureInfo.InvariantCulture, $"| {peer} | did not take part: {reason} |");
        text.AppendLine();
        foreach (var (bar, verdict) in Bars) text.AppendLine(Tell(bar, verdict));
        foreach (string fault in Faults) text.Append("FAULT: ").AppendLine(fault);
        return text.ToString();
    }

    private string Tell(RaceBar bar, BarVerdict verdict)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"{Race.NameOf(bar.Kind)}, at most {Number(bar.Limit)} x {bar.Peer}");
        if (NearRow(bar) is not { } row) return $"not judged: {what}: no round in the near state with both";
        string found = string.Create(CultureInfo.InvariantCulture, $"{Number(row.Ratio)} in {row.Rounds} near rounds");
        string stretch = verdict == BarVerdict.Holds && row.Ratio <= bar.Stretch ? string.Create(CultureInfo.InvariantCulture, $", and even {Number(bar.Stretch.Value)}") : "";
        return verdict switch
        {
            BarVerdict.Holds => $"holds: {what}: {found}{stretch}",
            BarVerdict.Fails => $"FAILS: {what}: {found}",
            _ => $"not judged: {what}: {found}, fewer than {RoundsToJudge}",
        };
    }

    private BarVerdict Judge(RaceBar bar)
    {
        if (NearRow(bar) is not { } row || row.Rounds < RoundsToJudge) return BarVerdict.NotJudged;
        return row.Ratio <= bar.Limit ? BarVerdict.Holds : BarVerdict.Fails;
    }

    private RaceRow? NearRow(RaceBar bar) => Rows.FirstOrDefault(row => row.Bar == Race.NameOf(bar.Kind) && row.Peer == bar.Peer && row.State == "near");

    private static IEnumerable<RaceRow> MakeRows(IReadOnlyList<RaceRun> runs)
    {
        var ofSubject = runs.Where(run => run.Peer == Race.Subject).ToDictionary(run => (run.Round, run.Kind));
        var pairs = runs.Where(run => run.Peer != Race.Subject).Select(run => (Peer: run, Subject: ofSubject[(run.Round, run.Kind)]));
        return
            from pair in pairs
            where pair.Peer.State == pair.Subject.State && pair.Peer.State != CacheDistance.Mixed
            group pair by (pair.Peer.Kind, pair.Peer.Peer, pair.Peer.State) into same
            orderby same.Key.State, same.Key.Kind
            let subjectNs = MedianOf(same.Select(pair => pair.Subject))
            let peerNs = MedianOf(same.Select(pair => pair.Peer))
            select new RaceRow(
                Race.NameOf(same.Key.Kind), Race.Subject, same.Key.Peer, subjectNs, peerNs, Math.Round(subjectNs / peerNs, 4),
                same.Key.State == CacheDistance.Near ? "near" : "far", same.Count());
    }

    private static double MedianOf(IEnumerable<RaceRun> runs)
    {
        double[] values = [.. runs.Select(run => run.Figure.MedianNs)];
        return Math.Round(Median.Of(values), 2);
    }

    private static string Number(double value) => value switch
    {
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<RaceRow>))]
internal sealed partial class RaceJson : JsonSerializerContext;
