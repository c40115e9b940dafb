using System.Text.Json;
using EdgeIpc.Instance;
using EdgeIpc.Page;

namespace EdgeIpc.Station;

/// <summary>What a demo says while it runs and nobody watches a screen: a line every two seconds, for a log or a pipe.</summary>
internal sealed class DemoProgress(StationInstance instance, DemoOptions options)
{
    /// <summary>With --json standard output holds the one object and nothing else.</summary>
    private TextWriter Output => options.Json ? Console.Error : Console.Out;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public void TellStarted(string paper)
    {
        string choice = instance.Name.Name == "demo" ? "" : $" --instance {instance.Name.Name}";
        Output.WriteLine($"The station works: sensor at {options.RateHz} Hz{(options.Recording is { } played ? $" from {played}{(options.Loop ? ", again and again" : "")}" : "")}, printer at {options.Baud} baud, seed {options.Seed}.");
        Output.WriteLine($"From a second terminal: edgeipc status{choice}; edgeipc send print-chart 5{choice}; edgeipc print FILE{choice}");
        Output.WriteLine($"The paper: {paper}");
        if (PageLink.TryRead(instance) is { } link) Output.WriteLine($"The page: {link}");
    }

    public void TellDraining() => Output.WriteLine("The sources have stopped; what is under way is finished, and what can't be printed now stays on disk.");

    public void TellResult(DemoResult result)
    {
        foreach (string problem in result.Problems) Console.Error.WriteLine($"edgeipc: {problem}");
        if (options.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(result, DemoResultJson.Default.DemoResult));
            return;
        }

        var (samples, commands, jobs) = (result.Samples, result.Commands, result.Jobs);
        Output.WriteLine($"samples: {samples.Produced} taken, {samples.Missed} missed, {samples.Readers.Sum(r => r.Lost)} lost by readers");
        foreach (var frames in result.Frames)
            Output.WriteLine($"{frames.Ring} frames of {frames.WidthPixels}x{frames.HeightPixels}: {frames.Produced} taken, {frames.Missed} missed; {string.Join("; ", frames.Readers.Select(r => $"{r.Name} {r.Read} read, {r.Lost} lost, {r.Torn} torn"))}");
        Output.WriteLine($"commands: {commands.Sent} sent: {commands.Answered} answered, {commands.NoReply} that wanted no reply, {commands.Expired} expired, {commands.Refused} refused, {commands.Interrupted} interrupted");
        Output.WriteLine($"jobs: {jobs.Accepted} accepted and {jobs.CarriedIn} from before: {jobs.Completed} printed on {result.Paper.Rows} rows, {jobs.Canceled + jobs.Aborted} given up, {jobs.Waiting} left on disk for the next start");
        Output.WriteLine(result.Balanced ? "Everything balances." : "It does not balance.");
        if (result.Paper.Png is { } png) Output.WriteLine($"The paper: {png}");
    }

    public async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var reader = new FiguresReader(instance);
        // The spool remembers earlier demos; what counts here is this one's work.
        long printedBefore = reader.ReadSpool().Jobs.Completed;
        long startedAt = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(Interval, time, cancellationToken);
            var figures = reader.Read(drained: false);
            await Output.WriteLineAsync(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{time.GetElapsedTime(startedAt).TotalSeconds,5:0} s: {figures.Ticks.Published} samples, {figures.Readers.Sum(r => r.Lost)} lost, {figures.Ticks.Missed} missed; {figures.Commands.Sum(c => c.Answered)} commands answered; {figures.Jobs.Completed - printedBefore} jobs printed, {figures.Jobs.Waiting} waiting"));
        }
    }
}
