using System.Globalization;

namespace EdgeIpc.Ledger;

/// <summary>What a process costs now, as the kernel counts it.</summary>
/// <param name="CpuTime">User and system time of all its threads since it started; the kernel counts in steps of 10 ms.</param>
/// <param name="ResidentBytes">Memory it has in RAM, shared pages included (RSS).</param>
public readonly record struct ProcessUsage(TimeSpan CpuTime, long ResidentBytes)
{
    // USER_HZ is 100 on every Linux that .NET runs on (proc(5): fields 14 and 15 are in clock ticks).
    private const long TicksPerSecond = 100;

    /// <summary>Reads /proc/PID/stat; null when that very process is gone.</summary>
    public static ProcessUsage? TryRead(PageOwner owner)
    {
        if (owner.ProcessId <= 0) return null;
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{owner.ProcessId}/stat");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        return TryParse(stat, owner.StartTicks, Environment.SystemPageSize);
    }

    internal static ProcessUsage? TryParse(string stat, long startTicks, int pageSizeBytes)
    {
        // The command's name may hold blanks and parentheses: fields count from the last one. Field 3 of proc(5) is [0] here.
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 22 || Field(19) != startTicks) return null;
        return new ProcessUsage(TimeSpan.FromSeconds((double)(Field(11) + Field(12)) / TicksPerSecond), Field(21) * pageSizeBytes);

        long Field(int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);
    }
}
