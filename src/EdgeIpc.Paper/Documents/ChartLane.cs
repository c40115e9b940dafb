namespace EdgeIpc.Paper;

/// <summary>A channel's strip of the paper, on whole columns of letters, so that words can stand over it.</summary>
internal sealed record ChartLane(ChannelSpan Channel, ChartScale Scale, int LeftColumn, int Columns)
{
    /// <summary>Left of the lanes: a label of time and a free column.</summary>
    internal const int GutterColumns = TimeAxis.LabelColumns + 1;

    private const int GapColumns = 1;

    internal int Left => LeftColumn * StrokeFont.CellWidth;

    /// <summary>The last dot of it.</summary>
    internal int Right => ((LeftColumn + Columns) * StrokeFont.CellWidth) - 1;

    internal string Name => Channel.Unit.Length > 0 ? $"{Channel.Name} {Channel.Unit}" : Channel.Name;

    internal string Low => Scale.Format(Scale.Low);

    internal string High => Scale.Format(Scale.High);

    internal static ChartLane[] Divide(IEnumerable<ChannelSpan> channels, PrinterProfile profile)
    {
        ChannelSpan[] shown = [.. channels];
        int columns = Math.Min(profile.Columns, profile.WidthDots / StrokeFont.CellWidth) - GutterColumns;
        var lanes = new ChartLane[shown.Length];
        int room = columns - ((shown.Length - 1) * GapColumns), left = GutterColumns;
        for (int index = 0; index < shown.Length; index++)
        {
            // What can't be divided widens the last ones.
            int width = room / (shown.Length - index);
            lanes[index] = new ChartLane(shown[index], ChartScale.Around(shown[index].Over(0, shown[index].Length)), left, width);
            room -= width;
            left += width + GapColumns;
        }

        return lanes;
    }
}

/// <summary>The lines above a chart: names and units over their lanes, the ends of the scales and their zero below.</summary>
internal static class ChartScales
{
    internal static void Add(Receipt receipt, ChartLane[] lanes)
    {
        bool fits = lanes.All(lane => receipt.Read(lane.Name).Count <= lane.Columns && lane.Low.Length + 1 + lane.High.Length <= lane.Columns);
        if (!fits)
        {
            // Too narrow for words: a list first, and numbers over the lanes.
            receipt.Table([.. lanes.Select((lane, index) => (IReadOnlyList<IReadOnlyList<TextCell>>)
                [receipt.Read(FormattableString.Invariant($"{index + 1} {lane.Channel.Name}")), receipt.Read($"{lane.Low} to {lane.High} {lane.Channel.Unit}")])]);
        }

        var names = new List<TextCell>();
        char[] scales = [.. Enumerable.Repeat(' ', receipt.Columns)];
        for (int index = 0; index < lanes.Length; index++)
        {
            ChartLane lane = lanes[index];
            List<TextCell> name = receipt.Read(fits ? lane.Name : FormattableString.Invariant($"{index + 1}"), isBold: true);
            int start = lane.LeftColumn + ((lane.Columns - WordWrap.Width(name)) / 2);
            names.AddRange(Enumerable.Repeat(TextCell.Blank, Math.Max(0, start - WordWrap.Width(names))));
            names.AddRange(name);
            if (fits)
                Write(lane, scales);
        }

        receipt.Line(names);
        if (fits)
            receipt.Line(new string(scales));
    }

    private static void Write(ChartLane lane, char[] line)
    {
        lane.Low.CopyTo(0, line, lane.LeftColumn, lane.Low.Length);
        lane.High.CopyTo(0, line, lane.LeftColumn + lane.Columns - lane.High.Length, lane.High.Length);
        if (lane.Scale.Low >= 0 || lane.Scale.High <= 0)
            return;
        int zero = lane.Scale.Place(0, lane.Left, lane.Right) / StrokeFont.CellWidth;
        // Only with a blank on both sides.
        if (zero > 0 && zero < line.Length - 1 && line.AsSpan(zero - 1, 3).Trim(' ').IsEmpty)
            line[zero] = '0';
    }
}
