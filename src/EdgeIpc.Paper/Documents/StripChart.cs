using System.Globalization;

namespace EdgeIpc.Paper;

/// <summary>
/// What `print-chart` prints: time runs down the paper, each channel has a lane with a scale of its own. Head, scales and
/// alarms are text; the lanes with their grid are dots.
/// </summary>
public static class StripChart
{
    public const int DefaultRows = 320, MostRows = 4000, MostChannels = 4;

    /// <summary>Left of the lanes: room for "120s" in small letters.</summary>
    private const int GutterDots = 40;

    /// <param name="rows">Height of the lanes in dots; 64..<see cref="MostRows"/>.</param>
    public static PrintDocument Create(SpanReport report, PrinterProfile profile, int rows = DefaultRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MostRows);

        ChannelSpan[] channels = [.. report.Channels.Take(MostChannels)];
        var scales = Array.ConvertAll(channels, channel => ChartScale.Around(channel.Over(0, channel.Length)));
        var writer = new EscPosWriter(profile);
        writer.Initialize();
        report.WriteHead(writer);
        writer.Rule();
        for (int index = 0; index < channels.Length; index++)
        {
            string scale = $"{scales[index].Format(scales[index].Low)} to {scales[index].Format(scales[index].High)} {channels[index].Unit}";
            writer.Line(writer.Printable($"{index + 1} {channels[index].Name}"), writer.Printable(scale));
        }

        writer.Picture(Draw(report, channels, scales, profile.WidthDots, rows));
        writer.Feed(8);
        report.WriteAlarms(writer);
        writer.FeedAndCut();
        return new PrintDocument(DocumentKind.Raw, writer.ToArray());
    }

    private static DotPicture Draw(SpanReport report, ChannelSpan[] channels, ChartScale[] scales, int widthDots, int rows)
    {
        var picture = new DotPicture(widthDots, rows);
        DrawTime(picture, report.Seconds);
        int laneDots = (widthDots - GutterDots) / Math.Max(1, channels.Length);
        for (int index = 0; index < channels.Length; index++)
        {
            int left = GutterDots + (index * laneDots);
            // The last lane ends one dot before the edge, so that its border is on the paper.
            int right = Math.Min(left + laneDots, widthDots - 1);
            DrawGrid(picture, scales[index], left, right);
            DrawCurve(picture, channels[index], scales[index], left, right);
            DrawLabel(picture, (index + 1).ToString(CultureInfo.InvariantCulture), left + 4, 2);
        }

        return picture;
    }

    private static void DrawTime(DotPicture picture, double seconds)
    {
        double step = ChartScale.NiceStep(seconds, 6);
        for (double at = 0; step > 0 && at <= seconds * 1.0001; at += step)
        {
            int y = (int)Math.Round(at / seconds * (picture.Rows - 1));
            for (int x = GutterDots; x < picture.WidthDots; x += 4)
                picture[x, y] = true;
            int top = Math.Clamp(y - (StrokeFont.SmallHeight / 2), 0, picture.Rows - StrokeFont.SmallHeight);
            DrawLabel(picture, string.Create(CultureInfo.InvariantCulture, $"{at:0.###}s"), 0, top);
        }
    }

    /// <summary>Borders full, steps in between dotted; the zero line, where there is one, dashed.</summary>
    private static void DrawGrid(DotPicture picture, ChartScale scale, int left, int right)
    {
        for (int y = 0; y < picture.Rows; y++)
        {
            picture[left, y] = true;
            picture[right, y] = true;
        }

        for (double value = scale.Low + scale.Step; value < scale.High - (scale.Step / 2); value += scale.Step)
        {
            bool isZero = Math.Abs(value) < scale.Step / 2;
            int x = scale.Place(value, left, right);
            for (int y = 0; y < picture.Rows; y++)
                picture[x, y] |= isZero ? y % 4 < 2 : y % 8 == 0;
        }
    }

    /// <summary>Each row shows everything between its lowest and highest value, and joins the row above it.</summary>
    private static void DrawCurve(DotPicture picture, ChannelSpan channel, ChartScale scale, int left, int right)
    {
        int previous = -1;
        for (int y = 0; y < picture.Rows && channel.Length > 0; y++)
        {
            int from = (int)((long)y * channel.Length / picture.Rows);
            int to = Math.Max(from + 1, (int)((long)(y + 1) * channel.Length / picture.Rows));
            to = Math.Min(to, channel.Length);
            ChannelStatistics row = channel.Over(from, to);
            if (row.Count == 0)
            {
                previous = -1;
                continue;
            }

            int low = scale.Place(row.Min, left, right), high = scale.Place(row.Max, left, right);
            picture.HorizontalLine(previous < 0 ? low : Math.Min(low, previous), previous < 0 ? high : Math.Max(high, previous), y);
            // One dot alone is too thin to see at arm's length.
            picture[high + 1, y] = true;
            previous = scale.Place(channel.At(to - 1), left, right);
        }
    }

    private static void DrawLabel(DotPicture picture, string text, int left, int top)
    {
        for (int index = 0; index < text.Length; index++)
        {
            ReadOnlySpan<ushort> rows = StrokeFont.SmallRows(text[index]);
            for (int y = 0; y < rows.Length; y++)
            {
                for (int x = 0; x < StrokeFont.SmallWidth; x++)
                {
                    if ((rows[y] & (1 << (StrokeFont.SmallWidth - 1 - x))) != 0)
                        picture[left + (index * StrokeFont.SmallWidth) + x, top + y] = true;
                }
            }
        }
    }
}
