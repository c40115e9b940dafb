using EdgeIpc.Ledger;
using EdgeIpc.Playout;
using EdgeIpc.Screen;
using EdgeIpc.Web;
using Spectre.Console;

namespace EdgeIpc.Tests.Screen;

public sealed class ScreenViewTests
{
    private static readonly StationSnapshot Snapshot = new()
    {
        Instance = "demo",
        Running = new TimeSpan(1, 2, 3),
        RateHz = 999.6,
        Signal = new SignalSnapshot
        {
            Channel = "x",
            Unit = "m/s2",
            Columns = [.. Enumerable.Range(0, 800).Select(i => new StripColumn(MathF.Sin(i / 10f) - 0.1f, MathF.Sin(i / 10f) + 0.1f))],
            State = PlayoutState.Playing,
            Buffered = 501,
            Underruns = 2,
            TimeBuffering = TimeSpan.FromSeconds(1.25),
            Lag = 3,
        },
        Figures = new StationFigures
        {
            Ticks = new TickFigures(42_010, 42_007, 2, 1),
            Readers = [new ReaderFigures("controller", 42_007, 0, 41_990, 10, 7)],
            Commands = [new CommandFigures("controller", 12, 0, 8, 1, 1, 1, 1, 0, 0, 0), new CommandFigures("sensor", 3, 0, 3, 0, 0, 0, 0, 0, 0, 0)],
            Jobs = new JobFigures(0, 9, 0, 5, 1, 0, 3),
            Rows = new RowFigures(0, 5_000, 24, 5_010, 0),
        },
        Balance = new Balance([]),
        Queues = [new QueueView("controller", 1, 10), new QueueView("sensor", 10, 10)],
        Printer = new PrinterView { State = "processing", Reasons = ["media-low"], HasSpooler = true, JobNumber = 7, BandIndex = 3, BandCount = 9, CreditBytes = 512, BytesSent = 12_345, IsPaperOut = false },
        Jobs =
        [
            new JobView(7, "processing", "job-printing", "Weigh ticket", "ada"),
            new JobView(8, "pending-held", "job-hold-until-specified", "Summary", "bob"),
            new JobView(6, "completed", "job-completed-successfully", "Done before", "ada"),
        ],
        Processes =
        [
            new ProcessView("supervisor", 4000, 0.5, 40, 0),
            new ProcessView("sensor", 4001, 12.34, 37, 2),
            new ProcessView("controller", null, null, 0, 1),
            new ProcessView("spooler", 4003, 1, 50, 0),
            new ProcessView("printer-emulator", 4004, 2, 45, 0),
        ],
        Message = "button 1 pressed: printing a chart",
    };

    [Fact]
    public void The_whole_station_fits_80_by_24()
    {
        string[] lines = Draw(Snapshot, 80, 24);
        Assert.True(lines.Length <= 24, $"{lines.Length} lines");
        Assert.All(lines, line => Assert.True(line.Length <= 80, $"{line.Length} columns: {line}"));
        Assert.Contains("q quit", lines[^2], StringComparison.Ordinal);
        Assert.Contains("button 1 pressed: printing a chart", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_and_those_who_look_fit_too()
    {
        FrameReaderFigures Viewer(int number, long lost) => new(new ReaderFigures($"viewer-{number}", 600, 0, 600 - lost, lost, 0), Torn: 0);
        string[] lines = Draw(Snapshot with
        {
            Figures = Snapshot.Figures with
            {
                Frames = [new FrameFigures("grey", new TickFigures(601, 600, 1, 0), [Viewer(1, 0), Viewer(2, 7), Viewer(3, 0)]), new FrameFigures("thermal", new TickFigures(601, 600, 1, 0), [])],
            },
            Processes = [.. Snapshot.Processes, .. Snapshot.Processes.Take(4)],
        }, 80, 24);
        Assert.True(lines.Length <= 24, $"{lines.Length} lines");
        Assert.Contains(lines, line => line.StartsWith("frames    grey         600 taken  1 missed  3 viewers: 0/7/0 lost  0 torn", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("EdgeIpc demo   running 1:02:03")]
    [InlineData("ledger balances")]
    [InlineData("x m/s2  playing  501 ahead, 2 underruns, 1.3 s buffering")]
    [InlineData("1,000/s  42,007 published  2 missed  1 pending")]
    [InlineData("reader   controller           7 behind          41,990 read")]
    [InlineData("10 lost")]
    [InlineData("controller 1  sensor 10/10")]
    [InlineData("15 sent  11 answered  1 no reply  1 expired  1 refused  1 interrupted")]
    [InlineData("processing (media-low)  job 7 band 3/9  credit 512 B  sent 12,345 B")]
    [InlineData("3 waiting  5 completed  1 canceled  0 aborted")]
    [InlineData("#7 processing         Weigh ticket, ada")]
    [InlineData("#8 pending-held       Summary, bob (job-hold-until-specified)")]
    [InlineData("sensor             4001  12.3%  37M x2")]
    [InlineData("controller       down x1")]
    [InlineData("ticks 42,010 = 42,007 + 2 + 1; jobs 9; rows 5,010, 0 doubled")]
    public void Everything_is_said_in_words_and_needs_no_colour(string words) =>
        Assert.Contains(words, string.Join('\n', Draw(Snapshot, 80, 24)), StringComparison.Ordinal);

    [Fact]
    public void A_ledger_that_does_not_balance_is_said_with_each_sentence()
    {
        var balance = Balance.Of(Snapshot.Figures with { Jobs = Snapshot.Figures.Jobs with { Accepted = 10 } });
        string[] lines = Draw(Snapshot with { Balance = balance }, 80, 24);
        Assert.EndsWith("LEDGER DOES NOT BALANCE", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("jobs: 0 carried in + 10 accepted, but 5 completed", StringComparison.Ordinal));
        Assert.True(lines.Length <= 24);
    }

    [Fact]
    public void A_signal_that_is_late_says_buffering_and_how_far_it_is()
    {
        var late = Snapshot with { Signal = Snapshot.Signal with { State = PlayoutState.Buffering, Buffered = 100, Watermark = 250 } };
        Assert.Contains(Draw(late, 80, 24), line => line.Contains("BUFFERING 100/250", StringComparison.Ordinal));
        var filling = Snapshot with { Signal = Snapshot.Signal with { State = PlayoutState.Filling, Buffered = 7, Watermark = 500 } };
        Assert.Contains(Draw(filling, 80, 24), line => line.Contains("filling 7/500", StringComparison.Ordinal));
    }

    [Fact]
    public void Pulled_paper_and_a_spooler_that_is_down_are_said()
    {
        var trouble = Snapshot with { Printer = new PrinterView { State = "stopped", Reasons = ["none"], IsPaperOut = true } };
        string printer = Draw(trouble, 80, 24).Single(line => line.StartsWith("printer ", StringComparison.Ordinal));
        Assert.Contains("no spooler", printer, StringComparison.Ordinal);
        Assert.Contains("PAPER OUT", printer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_larger_terminal_shows_more_signal_and_more_jobs()
    {
        var many = Snapshot with { Jobs = [.. Enumerable.Range(1, 50).Select(i => new JobView(i, "pending", "none", $"Job {i}", "ada"))] };
        string[] small = Draw(many, 80, 24), large = Draw(many, 120, 50);
        Assert.True(large.Length <= 50);
        Assert.True(large.Count(line => line.Contains("pending", StringComparison.Ordinal)) > 10 + small.Count(line => line.Contains("pending", StringComparison.Ordinal)));
        Assert.All(large, line => Assert.True(line.Length <= 120));
    }

    [Fact]
    public void What_others_wrote_can_not_steer_the_terminal()
    {
        var hostile = Snapshot with { Jobs = [new JobView(1, "pending", "none", "a\u001b[2Jb\nc", "[red]eve[/]")] };
        string all = string.Join('\n', Draw(hostile, 100, 24));
        Assert.DoesNotContain('\u001b', all);
        Assert.Contains("a [2Jb c, [red]eve[/]", all, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_station_is_drawn_too()
    {
        var empty = new StationSnapshot
        {
            Instance = "new",
            Signal = new SignalSnapshot(),
            Figures = new StationFigures(),
            Balance = new Balance([]),
            Printer = new PrinterView { State = "stopped" },
        };
        string[] lines = Draw(empty, 80, 24, unicode: false);
        Assert.True(lines.Length <= 24);
        Assert.All(lines, line => Assert.All(line, c => Assert.True(c < 128)));
    }

    private static string[] Draw(StationSnapshot snapshot, int width, int height, bool unicode = true)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        console.Write(ScreenView.Render(snapshot, width, height, unicode));
        return [.. output.ToString().TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }
}
