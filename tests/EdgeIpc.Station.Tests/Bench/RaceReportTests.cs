using System.Text.Json;
using EdgeIpc.Bench;

namespace EdgeIpc.Tests;

public sealed class RaceReportTests
{
    private static readonly Dictionary<string, string> Nobody = new(StringComparer.Ordinal);

    [Fact]
    public void Medians_are_taken_over_rounds_in_which_both_ran_in_the_same_state()
    {
        var report = Report(
            [.. Pair(1, 10, 100, CacheDistance.Near), .. Pair(2, 30, 300, CacheDistance.Near), .. Pair(3, 20, 200, CacheDistance.Near), .. Pair(4, 50, 60, CacheDistance.Far),
            Run(5, "ring", 1, CacheDistance.Near), Run(5, "pipe", 9, CacheDistance.Far), Run(6, "ring", 1, CacheDistance.Mixed), Run(6, "pipe", 9, CacheDistance.Mixed)]);
        Assert.Equal(
            [new RaceRow("single publish", "ring", "pipe", 20, 200, 0.1, "near", 3), new RaceRow("single publish", "ring", "pipe", 50, 60, 0.8333, "far", 1)],
            report.Rows);
    }

    [Theory]
    [InlineData(99, 3, "Holds")]
    [InlineData(101, 3, "Fails")]
    [InlineData(101, 2, "NotJudged")]
    [InlineData(99, 0, "NotJudged")]
    public void A_bar_is_judged_by_enough_rounds_in_the_near_state(double ringNs, int nearRounds, string verdict)
    {
        var runs = Enumerable.Range(1, nearRounds).SelectMany(round => Pair(round, ringNs, 1000, CacheDistance.Near))
            .Concat(Enumerable.Range(10, 5).SelectMany(round => Pair(round, 1000, 1, CacheDistance.Far)));
        var report = Report([.. runs]);
        Assert.Equal(verdict, Assert.Single(report.Bars, bar => bar.Bar.Peer == "pipe").Verdict.ToString());
        Assert.Equal(verdict == "Fails", report.HasFailed);
        Assert.All(report.Bars.Where(bar => bar.Bar.Peer != "pipe"), bar => Assert.Equal(BarVerdict.NotJudged, bar.Verdict));
    }

    [Fact]
    public void What_was_lost_or_torn_fails_the_race_in_every_state()
    {
        var torn = Run(1, "ring", 10, CacheDistance.Mixed) with { Figure = new RaceFigure(10, 10, 2, 1) };
        var report = Report([torn, Run(1, "pipe", 20, CacheDistance.Mixed)]);
        Assert.True(report.HasFailed);
        Assert.Equal(["ring, single publish, round 1: 2 lost, 1 torn"], report.Faults);
        Assert.Contains("FAULT: ring, single publish", report.ToMarkdown(), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_programs_read_the_rows_as_a_list_of_objects()
    {
        using var json = JsonDocument.Parse(Report([.. Pair(1, 10, 100, CacheDistance.Near)]).ToJson());
        var row = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(["bar", "subject", "peer", "subjectNs", "peerNs", "ratio", "state", "rounds"], row.EnumerateObject().Select(property => property.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void An_absent_peer_is_told_with_its_reason()
    {
        var report = new RaceReport([], BenchVerb.Peers, new Dictionary<string, string>(StringComparer.Ordinal) { ["boost spsc"] = "g++ is not installed" });
        Assert.Contains("| boost spsc | did not take part: g++ is not installed |", report.ToMarkdown(), StringComparison.Ordinal);
        Assert.False(report.HasFailed);
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    [InlineData(new double[0], double.NaN)]
    public void The_median_is_the_middle_one(double[] values, double median) => Assert.Equal(median, Median.Of(values));

    [Fact]
    public void What_a_side_is_told_it_understands()
    {
        var side = new RaceSide(RaceKind.Batch, RaceRole.Receiver, "/dev/shm/x y", 1 << 20, 3, 1, First: true);
        Assert.Equal(side, RaceSide.Parse([.. side.ToArguments()]));
    }

    private static RaceReport Report(IReadOnlyList<RaceRun> runs) => new(runs, BenchVerb.Peers, Nobody);

    private static RaceRun[] Pair(int round, double ringNs, double pipeNs, CacheDistance state) => [Run(round, "ring", ringNs, state), Run(round, "pipe", pipeNs, state)];

    private static RaceRun Run(int round, string peer, double ns, CacheDistance state) => new(round, RaceKind.Single, peer, new RaceFigure(ns, ns, 0, 0), state);
}
