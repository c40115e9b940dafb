using System.Globalization;
using EdgeIpc.Ledger;
using EdgeIpc.Playout;
using EdgeIpc.Web;
using Spectre.Console.Rendering;

namespace EdgeIpc.Screen;

/// <summary>Draws a snapshot. Needs 80 columns and 24 lines; more of either is used for the signal and the jobs.</summary>
internal static class ScreenView
{
    public const int WidthMin = 80;
    public const int HeightMin = 24;

    private const int LabelWidth = 10;
    private const int ReadersMax = 3;
    private const int ProcessesAcross = 2;

    // printer-emulator
    private const int RoleWidth = 16;

    public static IRenderable Render(StationSnapshot snapshot, int widthColumns, int heightLines, bool unicode)
    {
        int width = Math.Max(WidthMin, widthColumns), height = Math.Max(HeightMin, heightLines);
        var text = new ScreenText(width);
        int spare = Math.Max(0, height - FixedLines(snapshot));
        // The signal gets half of what is left, the jobs the rest.
        int chartLines = Math.Clamp(spare / 2, 2, 8), jobLines = Math.Max(1, spare - chartLines);
        Header(text, snapshot);
        Signal(text, snapshot.Signal, width, chartLines, unicode);
        Samples(text, snapshot);
        Frames(text, snapshot.Figures.Frames);
        Commands(text, snapshot);
        Printer(text, snapshot.Printer);
        Jobs(text, snapshot, jobLines);
        Processes(text, snapshot.Processes, width);
        Ledger(text, snapshot);
        Keys(text, snapshot);
        return text.Render();
    }

    /// <summary>All lines but the chart's and the jobs'.</summary>
    private static int FixedLines(StationSnapshot snapshot) =>
        1 + 1 + 1 + Math.Min(ReadersMax, snapshot.Figures.Readers.Count) + 1 + snapshot.Figures.Frames.Count + 2 + 1 + 1
        + (snapshot.Processes.Count + ProcessesAcross - 1) / ProcessesAcross + Math.Max(1, snapshot.Balance.Imbalances.Count) + 2;

    private static void Header(ScreenText text, StationSnapshot snapshot)
    {
        text.Add("EdgeIpc ", ScreenText.Bold).Add(snapshot.Instance);
        if (snapshot.Running is { } running) text.Add($"   running {Clock(running)}");
        if (snapshot.Balance.Holds) text.Right("ledger balances", ScreenText.Good);
        else text.Right("LEDGER DOES NOT BALANCE", ScreenText.Bad);
        text.End();
    }

    private static void Signal(ScreenText text, SignalSnapshot signal, int width, int chartLines, bool unicode)
    {
        int chartWidth = width - LabelWidth;
        int shown = StripChart.ColumnsFor(chartWidth, unicode);
        StripColumn[] columns = [.. signal.Columns.Skip(Math.Max(0, signal.Columns.Count - shown))];
        var (low, high) = StripChart.Range(columns);
        string[] chart = StripChart.Draw(columns, chartLines, unicode);
        for (int line = 0; line < chart.Length; line++)
        {
            string label = line == 0 ? Value(high) : line == chart.Length - 1 ? Value(low) : "";
            text.Add(label.PadLeft(LabelWidth - 1) + " ", ScreenText.Dim).Add(chart[line], ScreenText.Good).End();
        }

        Label(text, "signal");
        if (signal.Channel.Length > 0) text.Add($"{signal.Channel} {signal.Unit}  ");
        text.Add(PlayoutWord(signal), signal.State == PlayoutState.Playing ? ScreenText.Good : ScreenText.Warning);
        text.Add(Text($"  {signal.Buffered:N0} ahead, {signal.Underruns:N0} underruns, {signal.TimeBuffering.TotalSeconds:0.0} s buffering")).End();
    }

    public static string PlayoutWord(SignalSnapshot signal) => signal.State switch
    {
        PlayoutState.Filling => Text($"filling {signal.Buffered:N0}/{signal.Watermark:N0}"),
        PlayoutState.Buffering => Text($"BUFFERING {signal.Buffered:N0}/{signal.Watermark:N0}"),
        PlayoutState.Ended => "ended",
        _ => "playing",
    };

    private static void Samples(ScreenText text, StationSnapshot snapshot)
    {
        var ticks = snapshot.Figures.Ticks;
        Label(text, "samples");
        text.Add(Text($"{snapshot.RateHz:N0}/s  {ticks.Published:N0} published  "));
        text.Add(Text($"{ticks.Missed:N0} missed"), ticks.Missed > 0 ? ScreenText.Warning : ScreenText.Plain);
        text.Add(Text($"  {ticks.Pending:N0} pending")).End();
        foreach (var reader in snapshot.Figures.Readers.Take(ReadersMax)) Reader(text, reader.Name, reader.Lag, reader.Read, reader.Lost);
        Reader(text, "screen", snapshot.Signal.Lag, read: null, snapshot.Signal.Lost);
    }

    private static void Reader(ScreenText text, string name, long lag, long? read, long lost)
    {
        text.Add(" reader ", ScreenText.Dim).At(LabelWidth).Add(name).At(LabelWidth + 14).Add(Text($"{lag,8:N0} behind"));
        if (read is { } count) text.Add(Text($"  {count,14:N0} read"));
        text.At(LabelWidth + 50).Add(Text($"{lost,10:N0} lost"), lost > 0 ? ScreenText.Warning : ScreenText.Plain).End();
    }

    /// <summary>Of each kind of frames a line: what the camera took, and what became of it with those who look.</summary>
    private static void Frames(ScreenText text, IReadOnlyList<FrameFigures> rings)
    {
        foreach (var frames in rings)
        {
            Label(text, "frames");
            text.Add(Text($"{frames.Ring,-8}{frames.Ticks.Published,8:N0} taken  "));
            text.Add(Text($"{frames.Ticks.Missed:N0} missed  "), frames.Ticks.Missed > 0 ? ScreenText.Warning : ScreenText.Plain);
            long lost = frames.Readers.Sum(viewer => viewer.Reader.Lost), torn = frames.Readers.Sum(viewer => viewer.Torn);
            text.Add(Text($"{frames.Readers.Count} viewers: {string.Join('/', frames.Readers.Select(viewer => viewer.Reader.Lost))} lost"), lost > 0 ? ScreenText.Warning : ScreenText.Plain);
            text.Add(Text($"  {torn:N0} torn"), torn > 0 ? ScreenText.Bad : ScreenText.Plain).End();
        }
    }

    private static void Commands(ScreenText text, StationSnapshot snapshot)
    {
        Label(text, "queues");
        foreach (var queue in snapshot.Queues)
        {
            // Five queues fit into the line only without their limits; that of a full one says why it is red.
            bool isFull = queue.Waiting >= queue.Limit && queue.Limit > 0;
            text.Add($"{queue.Role} ").Add(isFull ? Text($"{queue.Waiting}/{queue.Limit}") : Text($"{queue.Waiting}"), isFull ? ScreenText.Bad : ScreenText.Plain);
            text.Add("  ");
        }

        text.End();
        var all = snapshot.Figures.Commands;
        Label(text, "commands");
        text.Add(Text($"{all.Sum(q => q.Sent):N0} sent  {all.Sum(q => q.Answered):N0} answered"));
        // What there is none of gives its room to what there is.
        Term("no reply", all.Sum(q => q.NoReply), ScreenText.Plain);
        Term("expired", all.Sum(q => q.Expired), ScreenText.Plain);
        Term("refused", all.Sum(q => q.Refused), ScreenText.Plain);
        Term("interrupted", all.Sum(q => q.Interrupted), ScreenText.Warning);
        text.End();

        void Term(string word, long count, Spectre.Console.Style style)
        {
            if (count > 0) text.Add("  ").Add(Text($"{count:N0} {word}"), style);
        }
    }

    private static void Printer(ScreenText text, PrinterView printer)
    {
        Label(text, "printer");
        text.Add(printer.HasSpooler ? printer.State : "no spooler", printer.State == "stopped" || !printer.HasSpooler ? ScreenText.Bad : ScreenText.Good);
        string reasons = string.Join(", ", printer.Reasons.Where(reason => reason != "none"));
        if (reasons.Length > 0) text.Add($" ({reasons})", ScreenText.Warning);
        if (printer.IsPaperOut == true) text.Add("  PAPER OUT", ScreenText.Bad);
        if (printer.JobNumber > 0) text.Add(Text($"  job {printer.JobNumber} band {printer.BandIndex}/{printer.BandCount}"));
        if (printer.JobMotorStops > 0) text.Add(Text($"  buffering {(printer.JobMotorStopsCounted ? "" : "~")}{printer.JobMotorStops:N0}x"), ScreenText.Warning);
        text.Add(Text($"  credit {printer.CreditBytes:N0} B  sent {printer.BytesSent:N0} B"));
        text.End();
    }

    private static void Jobs(ScreenText text, StationSnapshot snapshot, int lines)
    {
        var totals = snapshot.Figures.Jobs;
        Label(text, "jobs");
        text.Add(Text($"{totals.Waiting:N0} waiting  {totals.Completed:N0} completed  {totals.Canceled:N0} canceled  "));
        text.Add(Text($"{totals.Aborted:N0} aborted"), totals.Aborted > 0 ? ScreenText.Warning : ScreenText.Plain).End();
        foreach (var job in snapshot.Jobs.Take(lines))
        {
            string reason = job.Reason is "none" or "job-completed-successfully" or "job-printing" ? "" : $" ({job.Reason})";
            text.Add(Text($"{"#" + job.Number,9} ")).Add(job.State, job.State == "processing" ? ScreenText.Good : ScreenText.Plain);
            text.At(LabelWidth + 19).Add($"{job.Title}, {job.SubmittedBy}").Add(reason, ScreenText.Warning).End();
        }

        for (int line = snapshot.Jobs.Count; line < lines; line++) text.End();
    }

    private static void Processes(ScreenText text, IReadOnlyList<ProcessView> processes, int width)
    {
        int half = width / ProcessesAcross;
        for (int i = 0; i < processes.Count; i++)
        {
            int left = i % ProcessesAcross * half;
            var process = processes[i];
            text.At(left).Add(process.Role, ScreenText.Bold).At(left + RoleWidth);
            if (process.ProcessId is { } pid) text.Add(Text($"{pid,7}{process.CpuPercent ?? 0,6:0.0}%{process.ResidentMegabytes,4:0}M"));
            else text.Add(" down", ScreenText.Bad);
            if (process.Restarts > 0) text.Add(Text($" x{process.Restarts}"), ScreenText.Warning);
            if (i % ProcessesAcross == ProcessesAcross - 1 || i == processes.Count - 1) text.End();
        }
    }

    private static void Ledger(ScreenText text, StationSnapshot snapshot)
    {
        foreach (var broken in snapshot.Balance.Imbalances) text.Add(broken.Sentence, ScreenText.Bad).End();
        if (!snapshot.Balance.Holds) return;
        var (ticks, jobs) = (snapshot.Figures.Ticks, snapshot.Figures.Jobs);
        Label(text, "ledger");
        text.Add(Text($"ticks {ticks.Due:N0} = {ticks.Published:N0} + {ticks.Missed:N0} + {ticks.Pending:N0}; jobs {jobs.CarriedIn + jobs.Accepted:N0}"), ScreenText.Good);
        if (snapshot.Figures.Rows is { } rows) text.Add(Text($"; rows {rows.FirstTime:N0}, {rows.RepeatedUnmarked:N0} doubled"), ScreenText.Good);
        text.End();
    }

    private static void Keys(ScreenText text, StationSnapshot snapshot)
    {
        text.Add("1 chart 2 mark 3 pause L long  k kill  p paper c cover f feed u plug  q quit", ScreenText.Dim).End();
        text.Add(snapshot.Message).End();
    }

    private static void Label(ScreenText text, string label) => text.Add(label, ScreenText.Bold).At(LabelWidth);

    private static string Value(float value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Clock(TimeSpan time) => Text($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
