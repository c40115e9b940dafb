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

public sealed record AlarmNote(DateTimeOffset At, string Text);

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
    internal double Seconds => (To - From).TotalSeconds;

    /// <summary>Heading and span: what the summary and the chart both begin with.</summary>
    internal void WriteHead(EscPosWriter writer)
    {
        writer.Heading(writer.Printable(Title), writer.Printable(Station));
        writer.Line("from", Moment(From));
        writer.Line("to", Moment(To));
        writer.Line("span", string.Create(CultureInfo.InvariantCulture, $"{Seconds:0.###} s"));
        writer.Line("samples", Samples.ToString("N0", CultureInfo.InvariantCulture));
        if (Lost > 0)
            writer.Line("lost", Lost.ToString("N0", CultureInfo.InvariantCulture));
    }

    internal void WriteAlarms(EscPosWriter writer)
    {
        writer.BoldLine(Alarms.Count == 0 ? "no alarms" : "alarms");
        foreach (AlarmNote alarm in Alarms)
        {
            string text = $"{alarm.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {writer.Printable(alarm.Text)}";
            foreach (string row in TextLayout.Wrap(text, writer.Profile.Columns))
                writer.Line(row);
        }
    }

    private static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
