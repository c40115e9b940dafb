using EdgeIpc.Ring;

namespace EdgeIpc.Verbs;

/// <summary>What one column shows of a sample.</summary>
internal enum ColumnKind
{
    /// <summary>One number of a field.</summary>
    Number,

    /// <summary>Of a field with too many numbers for columns (a picture): the smallest of them, the mean, the largest.</summary>
    Smallest,
    Mean,
    Largest,
}

/// <param name="Name">The channel's name where one belongs to it, else the field's.</param>
/// <param name="Unit">The channel's; empty where none is known.</param>
/// <param name="Index">Which number of the field.</param>
internal sealed record RingColumn(string Name, string Unit, SampleField Field, int Index, ColumnKind Kind)
{
    public string Title => Unit.Length == 0 ? Name : $"{Name} [{Unit}]";
}

/// <summary>
/// Columns for samples of any ring, from what its header tells: the fields of the layout text, and the channels' names and units.
/// Which numbers the channels name is a rule of the format (LAYOUT.md).
/// </summary>
internal static class RingColumns
{
    /// <summary>A field with more numbers is summed up in three columns.</summary>
    public const int NumbersMax = 32;

    public static IReadOnlyList<RingColumn> Of(SampleLayout layout, IReadOnlyList<RingChannel> channels)
    {
        var fields = layout.Fields;
        var named = fields.LastOrDefault(field => field.IsArray);
        int firstScalar = Math.Max(0, fields.Count - channels.Count);
        var columns = new List<RingColumn>();
        for (int i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            if (field == named) columns.AddRange(Values(field, channels));
            else if (named is null && i >= firstScalar) columns.Add(new RingColumn(channels[i - firstScalar].Name, channels[i - firstScalar].Unit, field, 0, ColumnKind.Number));
            else columns.AddRange(Values(field, []));
        }

        return columns;
    }

    private static IEnumerable<RingColumn> Values(SampleField field, IReadOnlyList<RingChannel> channels)
    {
        if (field.Count > NumbersMax)
        {
            var (name, unit) = channels.Count > 0 ? (channels[0].Name, channels[0].Unit) : (field.Name, "");
            yield return new RingColumn($"{name} min", unit, field, 0, ColumnKind.Smallest);
            yield return new RingColumn($"{name} mean", unit, field, 0, ColumnKind.Mean);
            yield return new RingColumn($"{name} max", unit, field, 0, ColumnKind.Largest);
            yield break;
        }

        // Where only the first few places are used, the rest is no business of anybody's.
        int shown = channels.Count > 0 ? Math.Min(channels.Count, field.Count) : field.Count;
        for (int i = 0; i < shown; i++)
        {
            yield return channels.Count > 0
                ? new RingColumn(channels[i].Name, channels[i].Unit, field, i, ColumnKind.Number)
                : new RingColumn(field.IsArray ? $"{field.Name}[{i}]" : field.Name, "", field, i, ColumnKind.Number);
        }
    }
}
