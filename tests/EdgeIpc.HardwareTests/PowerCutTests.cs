using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.HardwareTests.Machine;

namespace EdgeIpc.HardwareTests;

/// <summary>The power goes while it prints; what was not flushed to the disk is gone with it.</summary>
public sealed class PowerCutTests(Bench bench, ITestOutputHelper output)
{
    private const int Lines = 150;

    [HardwareFact(JigParts.Uart | JigParts.Power)]
    public void After_a_power_cut_every_accepted_job_comes_to_paper_once_or_marked()
    {
        int cuts = TestCounts.PowerCuts;
        output.WriteLine($"{cuts} power cuts, seed {TestCounts.Seed}");
        // Not for secrets: a run must be repeatable.
#pragma warning disable CA5394
        var random = new Random(TestCounts.Seed);
        bench.Station.StartFresh();
        bench.Printer.TearOff();
        var titles = new List<string>();
        for (int cut = 0; cut < cuts; cut++)
        {
            // The printer and the target are on two plugs; this one keeps its own and what it had in hand.
            string title = $"cut{cut}";
            titles.Add(title);
            long before = bench.Printer.Rows;
            bench.Station.PrintLines(Lines, title);
            int rows = random.Next(50, 2000);
            Pause.Until(() => bench.Printer.Rows > before + rows, $"{rows} rows are on paper");
            bench.Jig.CutPower();
            bench.Jig.RestorePower();
            bench.Station.Start();
            bench.Station.AwaitCompleted(titles.Count);
        }
#pragma warning restore CA5394

        string paper = bench.Printer.TearOff();
        foreach (string title in titles) NumberedLines.AssertAllOnPaper(paper, title, Lines);
        output.WriteLine($"{cuts} power cuts: {titles.Count} of {titles.Count} accepted jobs on paper, every repeat under a mark");
    }
}
