using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// Saves blanks: runs of them end at few columns in most receipts, so a tab stop there lets one byte stand for many. The
/// printer's stops are chosen for the whole text, at most eight, as long as each saves more than it costs.
/// </summary>
internal sealed class TabStops
{
    private const int MostStops = 8;

    // ESC D and the NUL that ends it; each stop is one byte more.
    private const int CommandBytes = 3;

    private readonly List<int> _stops = [];

    private TabStops()
    {
    }

    /// <summary>Columns from 0, rising; none: no tab is worth it.</summary>
    internal IReadOnlyList<int> Columns => _stops;

    internal static TabStops For(IReadOnlyList<string> lines)
    {
        var chosen = new TabStops();
        int[] candidates = [.. lines.SelectMany(RunEnds).Distinct().Where(column => column is > 0 and < 256).Order()];
        int bytes = chosen.Cost(lines);
        while (chosen._stops.Count < MostStops)
        {
            (int column, int cheaper) = candidates
                .Except(chosen._stops)
                .Where(candidate => !chosen.With(candidate).LooksRealTime)
                .Select(candidate => (candidate, chosen.With(candidate).Cost(lines)))
                .DefaultIfEmpty((0, int.MaxValue))
                .MinBy(option => option.Item2);
            if (cheaper >= bytes)
                break;
            chosen = chosen.With(column);
            bytes = cheaper;
        }

        return chosen;
    }

    /// <summary>The same line with tabs where they are shorter; printed with these stops it looks the same.</summary>
    internal string Press(string line)
    {
        if (_stops.Count == 0)
            return line;
        var pressed = new StringBuilder(line.Length);
        for (int column = 0; column < line.Length;)
        {
            int end = EndOfBlanks(line, column);
            int tabs = Tabs(column, end);
            if (tabs > 0 && tabs < end - column)
                pressed.Append('\t', tabs);
            else
                pressed.Append(line, column, Math.Max(1, end - column));
            column = Math.Max(end, column + 1);
        }

        return pressed.ToString();
    }

    private int Cost(IReadOnlyList<string> lines) =>
        (_stops.Count == 0 ? 0 : CommandBytes + _stops.Count) + lines.Sum(line => Press(line).Length);

    /// <summary>ESC D 16 20: two bytes that begin a command which acts at once.</summary>
    private bool LooksRealTime => DotPicture.FindRealTimeLookAlike([.. _stops.Select(stop => (byte)stop)]) >= 0;

    private TabStops With(int column)
    {
        var more = new TabStops();
        more._stops.AddRange(_stops.Append(column).Order());
        return more;
    }

    /// <summary>How many tabs lead from one column to another; 0: none does, exactly.</summary>
    internal int Tabs(int from, int to) =>
        _stops.Contains(to) && to > from ? _stops.Count(stop => stop > from && stop <= to) : 0;

    private static int EndOfBlanks(string line, int column)
    {
        while (column < line.Length && line[column] == ' ')
            column++;
        return column;
    }

    private static IEnumerable<int> RunEnds(string line)
    {
        for (int column = 1; column < line.Length; column++)
        {
            if (line[column] != ' ' && line[column - 1] == ' ')
                yield return column;
        }
    }
}
