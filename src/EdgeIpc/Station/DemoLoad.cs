using System.Text;
using EdgeIpc.Commands;
using EdgeIpc.Controller;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Paper;
using EdgeIpc.Posix;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Station;

/// <summary>The people around the demo's station: some print receipts, all at once, and one keeps asking the controller.</summary>
internal sealed class DemoLoad(StationInstance instance, DemoOptions options, TimeProvider time)
{
    /// <summary>Without --for, how long the submitters take for all their jobs.</summary>
    private static readonly TimeSpan UnhurriedSpan = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UnheardInterval = TimeSpan.FromSeconds(3);

    private const int ChartSeconds = 2, ChartRows = 200;

    private readonly PrinterProfile _profile = PrinterProfile.Load(new PrinterSettings().Profile);

    /// <summary>Starts everybody; each ends by itself or with the token.</summary>
    public IEnumerable<Task> Start(CancellationToken cancellationToken)
    {
        for (int submitter = 0; submitter < options.Submitters; submitter++)
        {
            int self = submitter;
            yield return Task.Run(() => SubmitAsync(self, cancellationToken), CancellationToken.None);
        }

        yield return Task.Run(() => AskAsync(cancellationToken), CancellationToken.None);
    }

    /// <summary>One person's share of the jobs, at random moments within the first half of the time.</summary>
    private async Task SubmitAsync(int submitter, CancellationToken cancellationToken)
    {
        using var spool = StationSpool.Open(instance, new SpoolSettings());
        var random = new Random(unchecked(options.Seed * 31 + submitter));
        var span = (options.For ?? UnhurriedSpan) / 2;
        int share = options.Jobs / options.Submitters + (submitter < options.Jobs % options.Submitters ? 1 : 0);
        var moments = Enumerable.Range(0, share).Select(_ => span * random.NextDouble()).Order().ToList();
        long startedAt = time.GetTimestamp();
        for (int turn = 0; turn < share; turn++)
        {
            var wait = moments[turn] - time.GetElapsedTime(startedAt);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            int number = submitter + turn * options.Submitters + 1;
            var result = spool.Submit(Document(number, submitter) with { SubmittedBy = $"person {submitter + 1}" });
            if (result is not SubmitResult.Accepted) throw new RefusedException(ExitCode.Busy, result.Sentence);
        }
    }

    /// <summary>Receipts, and for every third job a chart of the signal: text and raster in turn, as they come at a real counter.</summary>
    private SubmitRequest Document(int number, int submitter)
    {
        var span = number % 3 == 0 ? SampleSpan.Read(instance.RingPath, ChartSeconds, MonotonicClock.NowNs) : null;
        if (span is not { Samples: > 0 })
            return new SubmitRequest(Encoding.UTF8.GetBytes(DemoReceipt.Text(number, submitter, options.Seed)), DocumentFormat.Text) { Title = $"Receipt {number}" };
        var now = time.GetLocalNow();
        var report = new SpanReport($"Chart {number}", $"station {instance.Name.Name}", now.AddSeconds(-ChartSeconds), now, span.Samples, span.Lost, span.Channels, []);
        return new SubmitRequest(StripChart.Create(report, _profile, new PrinterSettings().Baud, LetterBook.OwnLetters, ChartRows).Content, DocumentFormat.Raw) { Title = $"Chart {number}" };
    }

    /// <summary>Asks the controller for a sign of life, again and again. No answer is an answer too: the controller may be dead just now.</summary>
    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var (sender, pages) = StationQueues.OpenSender(instance);
        using (sender)
        using (pages)
        {
            for (int turn = 0; ; turn++)
            {
                Command question = turn % 10 == 0 ? new Command.Status() : new Command.Ping();
                // Who is not heard asks less often: a controller that is kept down finds a few questions, not a full queue.
                var pause = sender.Send(Role.Controller, question, TimeSpan.FromSeconds(2), cancellationToken) is SendResult.NoReply ? UnheardInterval : AskInterval;
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }
}
