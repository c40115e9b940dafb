using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Paper;
using EdgeIpc.Posix;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Controller;

/// <summary>What the controller gives to the spool: summaries, charts and alarms; and the printer's pause.</summary>
internal sealed class Printing(StationInstance instance, StationSettings settings, StationNotes notes, TimeProvider time) : IDisposable
{
    private readonly PrinterProfile _profile = PrinterProfile.Load(settings.Printer.Profile);
    private StationSpool? _spool;

    public Reply PrintSummary(int seconds) => Print("Summary", seconds, report => SummaryDocument.Create(report, _profile, settings.Printer.Baud, LetterBook.Installed));

    public Reply PrintChart(int seconds) => Print("Chart", seconds, report => StripChart.Create(report, _profile, settings.Printer.Baud, LetterBook.Installed));

    /// <summary>A short receipt that says which alarm was raised, when and by what value.</summary>
    public Reply PrintAlarm(string text, long atNs)
    {
        string document = $"ALARM\n{instance.Name}\n{ToWallTime(atNs):yyyy-MM-dd HH:mm:ss}\n{text}\n";
        return Submit(new SubmitRequest(System.Text.Encoding.UTF8.GetBytes(document), DocumentFormat.Text) { Title = "Alarm", SubmittedBy = Role.Controller, Priority = 80 }, "");
    }

    public Reply SetPaused(bool paused) => WithSpool(spool =>
    {
        bool changed = paused ? spool.Spool.PausePrinter() : spool.Spool.ResumePrinter();
        return Reply.Ok((paused, changed) switch
        {
            (true, true) => "The printer is paused; jobs wait on disk.",
            (true, false) => "The printer was paused already.",
            (false, true) => "The printer goes on.",
            (false, false) => "The printer was not paused.",
        });
    });

    /// <summary>Pauses a printer that is not paused, and the other way round.</summary>
    public Reply TogglePause() => WithSpool(spool => SetPaused(!spool.Spool.Printer().IsPaused));

    /// <summary>How the printer is and how many jobs wait, in one sentence.</summary>
    public string Describe()
    {
        var reply = WithSpool(spool =>
        {
            var printer = spool.Spool.Printer();
            string state = spool.Spool.IsSpoolerRunning ? printer.State.Keyword() : "no spooler";
            string reasons = printer.Reasons == PrinterStateReasons.None ? "" : $" ({string.Join(", ", printer.Reasons.Keywords())})";
            return Reply.Ok($"{state}{reasons}, {spool.Spool.Totals().Jobs.Waiting} jobs wait");
        });
        return reply.Sentence;
    }

    public void Dispose() => _spool?.Dispose();

    private Reply Print(string title, int seconds, Func<SpanReport, PrintDocument> make)
    {
        long nowNs = MonotonicClock.NowNs;
        var span = PrintedSpan.Read(instance, seconds, nowNs, time.GetLocalNow());
        if (span.Samples == 0) return new Reply(ReplyCode.Unavailable, $"There are no samples of the last {seconds} s to print.");
        var report = new SpanReport(
            title, $"station {instance.Name.Name}", span.From, span.To, span.Samples, span.Lost, span.Channels,
            notes.Between(nowNs - seconds * 1_000_000_000L, nowNs, ToWallTime));
        var document = make(report);
        return Submit(
            new SubmitRequest(document.Content, DocumentFormat.Raw) { Title = $"{title} of {seconds} s", SubmittedBy = Role.Controller, Warning = string.Join("; ", document.Warnings) },
            $" {span.Samples} samples.{span.Shortage}");
    }

    private Reply Submit(SubmitRequest request, string addition) => WithSpool(spool =>
    {
        var result = spool.Submit(request);
        var code = result switch
        {
            SubmitResult.Accepted => ReplyCode.Ok,
            SubmitResult.QueueFull or SubmitResult.SpoolFull or SubmitResult.Busy => ReplyCode.Busy,
            _ => ReplyCode.Failed,
        };
        return new Reply(code, code == ReplyCode.Ok ? result.Sentence + addition : result.Sentence);
    });

    // Opened when first needed and again after a fault: a controller without a disk still answers, reads and warns.
    private Reply WithSpool(Func<StationSpool, Reply> use)
    {
        try
        {
            _spool ??= StationSpool.Open(instance, settings.Spool);
            return use(_spool);
        }
        catch (SpoolUnusableException e)
        {
            _spool?.Dispose();
            _spool = null;
            return new Reply(ReplyCode.Failed, e.Message);
        }
    }

    private DateTimeOffset ToWallTime(long atNs) => time.GetLocalNow() - TimeSpan.FromTicks((MonotonicClock.NowNs - atNs) / TimeSpan.NanosecondsPerTick);
}
