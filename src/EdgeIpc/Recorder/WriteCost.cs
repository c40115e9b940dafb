using System.Globalization;

namespace EdgeIpc.Recorder;

/// <summary>What was asked of the disk. A card wears by each: every write dirties whole pages, every sync makes it write them and its journal.</summary>
/// <param name="Bytes">Handed to the kernel.</param>
/// <param name="Writes">Calls of write(2).</param>
/// <param name="Syncs">Calls of fsync(2).</param>
internal readonly record struct WriteCost(long Bytes, long Writes, long Syncs)
{
    public static WriteCost operator +(WriteCost left, WriteCost right) => new(left.Bytes + right.Bytes, left.Writes + right.Writes, left.Syncs + right.Syncs);

    /// <summary>The quotient says something only after a while.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(1);

    /// <param name="over">The time in which it was written.</param>
    public string Describe(TimeSpan over)
    {
        string perHour = over < LongEnough ? "" : string.Create(CultureInfo.InvariantCulture, $", {Bytes / 1e6 / over.TotalHours:0.##} MB an hour");
        return string.Create(CultureInfo.InvariantCulture, $"{Bytes / 1e6:0.###} MB in {Writes} writes and {Syncs} syncs{perHour}");
    }
}
