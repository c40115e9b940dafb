namespace EdgeIpc.PrinterEmulator;

internal enum PrinterFault
{
    /// <summary>The paper runs out; a person puts in a new roll.</summary>
    PaperOut,

    /// <summary>Somebody opens the cover, and closes it.</summary>
    Cover,

    /// <summary>The plug is pulled and put back.</summary>
    PowerCut,

    /// <summary>Its answers don't arrive for a while.</summary>
    Silence,

    /// <summary>The head is too hot, and cools down.</summary>
    Overheated,
}

/// <summary>What goes wrong with a printer, when and for how long: the same seed gives the same misfortunes.</summary>
internal sealed class FaultPlan(int seed)
{
    private const double MeanQuietSeconds = 12, LeastSeconds = 0.3, MostSeconds = 4;

    /// <summary>A plug that a hand pulls and puts back.</summary>
    private static readonly TimeSpan LeastDark = TimeSpan.FromSeconds(2);

    private static readonly PrinterFault[] Kinds = Enum.GetValues<PrinterFault>();

    // Not for secrets: a plan must be repeatable.
#pragma warning disable CA5394
    private readonly Random _random = new(seed);

    public int Seed => seed;

    /// <summary>Printer's time until the next fault, its kind, and how long it lasts.</summary>
    public (TimeSpan Quiet, PrinterFault Fault, TimeSpan Length) Next()
    {
        var quiet = TimeSpan.FromSeconds(LeastSeconds - (Math.Log(1 - _random.NextDouble()) * MeanQuietSeconds));
        var fault = Kinds[_random.Next(Kinds.Length)];
        var length = TimeSpan.FromSeconds(LeastSeconds + (_random.NextDouble() * (MostSeconds - LeastSeconds)));
        return (quiet, fault, fault == PrinterFault.PowerCut ? length + LeastDark : length);
    }
#pragma warning restore CA5394
}
