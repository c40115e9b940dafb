using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>@image and @chart.</summary>
internal static class MarkupPictures
{
    private static readonly TimeSpan LongestSpan = TimeSpan.FromHours(24);

    /// <exception cref="FormatException">No such picture, damaged, too large, or an option out of range.</exception>
    internal static void AddImage(MarkupCommand command, Receipt receipt, ReceiptMaterial material)
    {
        command.RequireText(wanted: true, "the name of a PNG or JPEG file");
        int paper = receipt.Profile.WidthDots, width = Width(command, paper);
        GreyPicture picture = material.Image(command.Text);
        receipt.Picture(PictureDocument.OnPaper(picture, paper, width, command.Has("threshold") ? Shading.Threshold : Shading.Dither));
    }

    /// <exception cref="FormatException">No samples, or an option out of range.</exception>
    internal static void AddChart(MarkupCommand command, Receipt receipt, ReceiptMaterial material)
    {
        command.RequireText(wanted: false, "last=60s or recording=N, from=, to=, channels= and rows=");
        if (command.Has("recording") == command.Has("last"))
            throw new FormatException("@chart needs last=60s for live samples or recording=N for recorded ones, one of them");
        if (command.Has("last") && (command.Has("from") || command.Has("to")))
            throw new FormatException("from= and to= belong to recording=; last= says it all");
        int rows = command.Number("rows", 64, StripChart.MostRows, StripChart.DefaultRows);
        TimeSpan last = command.Value("last") is { } text ? Length(text) : default;
        SpanReport report = material.Chart(new ChartWish(command.Value("recording"), last, command.Value("from"), command.Value("to")));
        StripChart.Add(receipt, report with { Channels = Chosen(report, command.Value("channels")) }, rows);
    }

    private static IReadOnlyList<ChannelSpan> Chosen(SpanReport report, string? names)
    {
        if (names is null)
            return report.Channels;
        return [.. names.Split(',').Select(name => report.Channels.FirstOrDefault(channel => channel.Name == name)
            ?? throw new FormatException($"there is no channel '{name}'; there are {string.Join(", ", report.Channels.Select(channel => channel.Name))}"))];
    }

    private static int Width(MarkupCommand command, int paperDots)
    {
        if (command.Value("width") is not { } text)
            return paperDots;
        return text.EndsWith('%')
            ? Math.Max(8, paperDots * command.ParseNumber(text[..^1], 1, 100, "width in percent") / 100)
            : command.Number("width", 8, paperDots, paperDots);
    }

    /// <summary>A number with s, m or h.</summary>
    private static TimeSpan Length(string text)
    {
        double unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (unit > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * unit >= 1 && number * unit <= LongestSpan.TotalSeconds)
            return TimeSpan.FromSeconds(number * unit);
        throw new FormatException($"'{text}' is no span; allowed are 1s to 24h, such as 60s, 5m or 1.5h");
    }
}
