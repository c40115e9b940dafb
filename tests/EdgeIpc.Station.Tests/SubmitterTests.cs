using System.Globalization;
using EdgeIpc.Spool;
using EdgeIpc.Tests.Torture;

namespace EdgeIpc.Tests;

/// <summary>Ten people print at once, each job by a process of its own; the paper's text tells what came out and in which order.</summary>
public sealed class SubmitterTests(ITestOutputHelper output)
{
    private const int Submitters = 10;

    [Fact]
    public void What_ten_submitters_print_at_once_comes_out_once_each_by_priority_and_then_by_arrival()
    {
        int each = TortureSettings.Count("EDGEIPC_TEST_SUBMITTER_JOBS", 2);
        var random = new Random(TortureSettings.Seed(output));
        int[][] priorities = [.. Enumerable.Range(0, Submitters).Select(_ => Enumerable.Range(0, each).Select(_ => 10 * random.Next(1, 6)).ToArray())];
        using var station = new TortureStation();
        var people = Enumerable.Range(0, Submitters).Select(person => new Thread(() => Submit(station, person, priorities[person]))).ToList();
        people.ForEach(person => person.Start());
        people.ForEach(person => person.Join());
        Assert.Equal(Submitters * each, station.Spool.Totals().Jobs.Pending);
        // Nobody is passed over: of equal priority the number is the arrival, and each person's own jobs are in their order.
        var waiting = station.Spool.Jobs(withFinished: false);
        string[] expected = [.. waiting.OrderByDescending(job => job.Priority).ThenBy(job => job.Number).Select(job => job.Title)];

        station.Start();
        station.TurnUntil(station.IsAllDone, "everything is printed");
        Assert.Equal(0, station.Stop());

        string[] onPaper = [.. station.Printer.TearOff().Text.Split('\n').Where(line => line.StartsWith("person ", StringComparison.Ordinal))];
        Assert.Equal(expected, onPaper);
        for (int person = 0; person < Submitters; person++)
        {
            foreach (int priority in priorities[person].Distinct())
            {
                int[] own = [.. onPaper.Where(line => line.StartsWith($"person {person} ", StringComparison.Ordinal) && line.EndsWith($" priority {priority}", StringComparison.Ordinal)).Select(NumberOf)];
                Assert.Equal(own.Order(), own);
            }
        }

        output.WriteLine($"{Submitters} submitters x {each} jobs: {onPaper.Length} on paper once each, by priority, then arrival");
    }

    private static void Submit(TortureStation station, int person, int[] priorities)
    {
        for (int i = 0; i < priorities.Length; i++)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"person {person} job {i} priority {priorities[i]}");
            var outcome = station.RunWith(text + "\n", "print", "-", "--title", text, "--priority", priorities[i].ToString(CultureInfo.InvariantCulture));
            Assert.True(outcome.ExitCode == 0, outcome.Errors);
        }
    }

    private static int NumberOf(string line) => int.Parse(line.Split(' ')[3], CultureInfo.InvariantCulture);
}
