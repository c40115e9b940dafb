namespace EdgeIpc.Paper;

/// <summary>
/// Slows the head down for a document whose pictures come slower than it prints: a motor that runs evenly leaves no white
/// lines. It rehearses a few speeds on the printer's own model and takes the one with the fewest stops.
/// </summary>
internal static class HeadChoice
{
    /// <summary>So few stops are not worth a slower head.</summary>
    private const int StopsWorthHaving = 2;

    /// <summary>A slower head may make a document so much longer than its line does, no more.</summary>
    private const double MostStretch = 1.05;

    private static readonly int[] HeatGroups = [7, 3, 1, 0];

    /// <summary>What brings the head back to its power-up speed; nothing where it can't be slowed.</summary>
    internal static byte[] FullSpeed(PrinterProfile profile) =>
        profile.Has(PrinterCommands.HeatTurns) ? Heat((profile.HeatedDotsAtOnce / 8) - 1, profile.HeatUs, profile.HeatPauseUs)
        : profile.Has(PrinterCommands.SpeedSteps) ? Speed(0)
        : [];

    /// <returns>The commands, and how often the motor will have to wait for the line all the same.</returns>
    internal static (IReadOnlyList<ReadOnlyMemory<byte>> Units, long MotorStops) Apply(
        IReadOnlyList<ReadOnlyMemory<byte>> units, PrinterProfile profile, int lineBaud)
    {
        // Text is always faster than a head.
        if (!units.Any(IsPicture))
            return (units, 0);
        PlanRehearsal best = PlanRehearsal.Run(units, profile, lineBaud);
        if (best.MotorStops <= StopsWorthHaving || FullSpeed(profile).Length == 0)
            return (units, best.MotorStops);

        IReadOnlyList<ReadOnlyMemory<byte>> chosen = units;
        double mostSeconds = best.Seconds * MostStretch;
        foreach (byte[] slower in Candidates(units, profile, best.Seconds))
        {
            IReadOnlyList<ReadOnlyMemory<byte>> tried = Slowed(units, slower, profile);
            PlanRehearsal rehearsal = PlanRehearsal.Run(tried, profile, lineBaud);
            if (rehearsal.MotorStops < best.MotorStops && rehearsal.Seconds <= mostSeconds)
                (chosen, best) = (tried, rehearsal);
        }

        return (chosen, best.MotorStops);
    }

    /// <summary>The command goes behind ESC @; full speed comes back before the cut, or at the end.</summary>
    private static List<ReadOnlyMemory<byte>> Slowed(IReadOnlyList<ReadOnlyMemory<byte>> units, byte[] slower, PrinterProfile profile)
    {
        var slowed = new List<ReadOnlyMemory<byte>>(units);
        slowed.Insert(1, slower);
        bool endsWithCut = units[^1].Span is [0x1d, (byte)'V', ..];
        slowed.Insert(slowed.Count - (endsWithCut ? 1 : 0), FullSpeed(profile));
        return slowed;
    }

    private static IEnumerable<byte[]> Candidates(IReadOnlyList<ReadOnlyMemory<byte>> units, PrinterProfile profile, double seconds)
    {
        if (profile.Has(PrinterCommands.SpeedSteps))
        {
            for (int step = HeadPace.MostSpeedStep - 1; step > 0; step--)
                yield return Speed(step);
            yield break;
        }

        var counter = new RowCounter(profile);
        var engine = new PrintEngine(profile, counter);
        foreach (ReadOnlyMemory<byte> unit in units)
        {
            foreach (byte value in unit.Span)
                engine.Push(value);
        }

        if (counter.InkedRows == 0)
            yield break;
        // The white rows go at the motor's speed; the inked ones share the rest of the line's time.
        double whiteSeconds = (double)(counter.RowCount - counter.InkedRows) / profile.RowsPerSecond;
        double rowUs = Math.Max(0, seconds - whiteSeconds) * 1e6 / counter.InkedRows;
        double ink = (double)counter.InkedDots / counter.InkedRows;
        foreach (int group in HeatGroups)
        {
            double turns = Math.Ceiling(ink / (8 * (group + 1)));
            int pauseUs = (int)((rowUs / turns) - profile.HeatUs);
            if (pauseUs > 0)
                yield return Heat(group, profile.HeatUs, Math.Min(pauseUs, 2550));
        }
    }

    private static bool IsPicture(ReadOnlyMemory<byte> unit) => unit.Span is [0x1d, (byte)'v', ..] or [0x1b, (byte)'*', ..];

    /// <summary>ESC 7 n1 n2 n3, guarded: 16 and 20 dots' groups never stand together.</summary>
    private static byte[] Heat(int group, int heatUs, int pauseUs)
    {
        byte[] command = [0x1b, (byte)'7', (byte)group, (byte)(heatUs / 10), (byte)(pauseUs / 10)];
        if (DotPicture.FindRealTimeLookAlike(command) >= 0)
            command[4]++;
        return command;
    }

    private static byte[] Speed(int step) => [0x1d, (byte)'(', (byte)'K', 2, 0, 50, (byte)step];
}
