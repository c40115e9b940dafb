using System.Globalization;

namespace EdgeIpc.Paper;

/// <param name="Name">As the settings name it, such as "x".</param>
/// <param name="Unit">Such as "m/s²".</param>
/// <param name="Values">In the order of time, evenly spaced over the span; values that are not finite are passed over.</param>
public sealed record ChannelSpan(string Name, string Unit, ReadOnlyMemory<float> Values)
{
    /// <summary>
    /// In place of <see cref="Values"/> where single values are not kept so long: what the channel did in each of the span's
    /// equal parts, such as its seconds. The count is 0 where nothing is known.
    /// </summary>
    public ReadOnlyMemory<ChannelStatistics> Parts { get; init; }

    internal int Length => Parts.Length > 0 ? Parts.Length : Values.Length;

    /// <summary>What it did from one value or part up to another, which is not included.</summary>
    internal ChannelStatistics Over(int from, int to) =>
        Parts.Length > 0 ? ChannelStatistics.Of(Parts.Span[from..to]) : ChannelStatistics.Of(Values.Span[from..to]);

    /// <summary>The value at an index, or the mean of the part there.</summary>
    internal double At(int index) => Parts.Length > 0 ? Parts.Span[index].Mean : Values.Span[index];
}

/// <param name="Kind">Notes of one kind are gathered in a line, so that an alarm that comes and goes does not fill a roll; empty: it stands alone.</param>
public sealed record AlarmNote(DateTimeOffset At, string Text, string Kind = "");

/// <summary>A span of a station's samples, with what a person wants to know about it on paper.</summary>
/// <param name="Samples">Samples of the span, missing ones not included.</param>
/// <param name="Lost">Samples of the span that the reader has lost.</param>
public sealed record SpanReport(
    string Title,
    string Station,
    DateTimeOffset From,
    DateTimeOffset To,
    long Samples,
    long Lost,
    IReadOnlyList<ChannelSpan> Channels,
    IReadOnlyList<AlarmNote> Alarms)
{
    private const int WideTable = 42, AlarmTimeColumns = 8;

    private static readonly string[] Headings = ["min", "mean", "max", "RMS"];

    internal double Seconds => (To - From).TotalSeconds;

    /// <summary>Title, station, day, span and counts: what the summary and the chart both begin with.</summary>
    internal void AddHead(Receipt receipt)
    {
        receipt.Title(Title);
        receipt.Line(Station, align: Alignment.Centre);
        receipt.Rule();
        bool isOneDay = From.Date == To.Date;
        if (isOneDay)
            receipt.Line(Day(From), $"{Length(To - From)}");
        receipt.Line(isOneDay ? $"{Clock(From)} to {Clock(To)}" : $"{Day(From)} {Clock(From)}", isOneDay ? "" : "to");
        if (!isOneDay)
            receipt.Line($"{Day(To)} {Clock(To)}", Length(To - From));
        receipt.Line(Count(Samples, "sample"), Lost > 0 ? Count(Lost, "lost", "lost") : "none lost");
    }

    /// <summary>Per channel the least, mean, greatest and effective value; one table where the paper is wide enough.</summary>
    internal void AddStatistics(Receipt receipt)
    {
        receipt.Rule();
        if (receipt.Columns >= WideTable)
        {
            AddWideTable(receipt);
            return;
        }

        int width = receipt.Columns / Headings.Length;
        receipt.Line(string.Concat(Headings.Select(heading => heading.PadLeft(width))));
        foreach (ChannelSpan channel in Channels)
        {
            ChannelStatistics statistics = channel.Over(0, channel.Length);
            receipt.Line(channel.Name, channel.Unit, isBold: true);
            receipt.Line(statistics.Count == 0 ? "no values" : string.Concat(Figures(statistics).Select(figure => figure.PadLeft(width))));
        }
    }

    internal void AddAlarms(Receipt receipt)
    {
        receipt.Rule();
        receipt.Line(Alarms.Count == 0 ? "No alarms or marks" : Count(Alarms.Count, "alarm or mark", "alarms and marks"), isBold: Alarms.Count > 0);
        foreach (AlarmNote alarm in Gathered())
        {
            // The text stays beside its time where it takes more than a line.
            TableColumn[] columns = [new(AlarmTimeColumns, IsRight: false), new(receipt.Columns - AlarmTimeColumns - 1, IsRight: false)];
            receipt.Row([receipt.Read(Clock(alarm.At)), receipt.Read(alarm.Text.ReplaceLineEndings(" "))], columns);
        }
    }

    private IEnumerable<AlarmNote> Gathered() => Alarms
        .Select((alarm, index) => (Alarm: alarm, Key: alarm.Kind.Length > 0 ? alarm.Kind : string.Create(CultureInfo.InvariantCulture, $"{index}")))
        .GroupBy(one => one.Key, one => one.Alarm, StringComparer.Ordinal)
        .Select(alike => alike.ToList())
        .Select(alike => alike.Count == 1 ? alike[0] : alike[0] with { Text = $"{alike[0].Kind}, {Count(alike.Count, "time")} until {Clock(alike[^1].At)}" });

    private void AddWideTable(Receipt receipt)
    {
        List<IReadOnlyList<IReadOnlyList<TextCell>>> rows = [[receipt.Read(""), .. Headings.Select(heading => receipt.Read(heading))]];
        foreach (ChannelSpan channel in Channels)
        {
            ChannelStatistics statistics = channel.Over(0, channel.Length);
            string[] figures = statistics.Count == 0 ? ["-", "-", "-", "-"] : Figures(statistics);
            rows.Add([[.. receipt.Read(channel.Name, isBold: true), TextCell.Blank, .. receipt.Read(channel.Unit)], .. figures.Select(figure => receipt.Read(figure))]);
        }

        int width = Math.Min(9, (receipt.Columns - 12) / Headings.Length);
        TableColumn[] columns = [new(receipt.Columns - ((width + 1) * Headings.Length), IsRight: false), .. Headings.Select(_ => new TableColumn(width, IsRight: true))];
        foreach (IReadOnlyList<IReadOnlyList<TextCell>> row in rows)
            receipt.Row(row, columns);
    }

    private static string[] Figures(ChannelStatistics statistics) =>
        [.. new[] { statistics.Min, statistics.Mean, statistics.Max, statistics.Rms }
            .Select(figure => ChannelStatistics.Format(figure, Math.Max(Math.Abs(statistics.Min), Math.Abs(statistics.Max))))];

    private static string Day(DateTimeOffset moment) => moment.ToString("ddd d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset moment) => moment.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>As people say it: 10 s, 2 min 30 s, 1 h 30 min.</summary>
    private static string Length(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s"),
        { TotalSeconds: < 59.5 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min{(span.Seconds > 0 ? $" {span.Seconds} s" : "")}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h{(span.Minutes > 0 ? $" {span.Minutes} min" : "")}"),
    };
}
