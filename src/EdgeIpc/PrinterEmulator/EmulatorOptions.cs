using EdgeIpc.Paper;

namespace EdgeIpc.PrinterEmulator;

/// <summary>How the emulated printer is made; each property is the option of the same name.</summary>
internal sealed record EmulatorOptions
{
    /// <summary>Which printer: a name of <see cref="PrinterProfile.Names"/>.</summary>
    public required string Profile { get; init; }

    /// <summary>The line, bits a second, 1,200 to 3,000,000.</summary>
    public required int Baud { get; init; }

    /// <summary>How many times faster than real time, 0.1 to 1000.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>How much paper a roll has, in mm, 0 to 100,000; 0: it never ends.</summary>
    public int RollMm { get; init; }

    /// <summary>Gets every byte that the printer's buffer took, in order; null: nothing does.</summary>
    public string? Wire { get; init; }

    /// <summary>Gets the picture of the whole roll when the process stops; null: it stays in the instance's directory.</summary>
    public string? Paper { get; init; }

    /// <summary>A socket instead of a pseudo-terminal: a path, or a loopback address with a port; null: a pseudo-terminal.</summary>
    public string? Listen { get; init; }

    /// <summary>With a socket: ends when the first connection has gone and all that it sent is printed.</summary>
    public bool Once { get; init; }

    /// <summary>Lets things go wrong, always the same ones for the same seed; null: nothing goes wrong by itself.</summary>
    public int? FaultSeed { get; init; }

    /// <exception cref="RefusedException">A value out of its range; the sentence says which and what is allowed.</exception>
    public EmulatorOptions Checked()
    {
        Require(PrinterProfile.Names.Contains(Profile, StringComparer.Ordinal), "--profile", string.Join(", ", PrinterProfile.Names));
        Require(Baud is >= 1200 and <= 3_000_000, "--baud", "1200 to 3000000 bits a second");
        Require(TimeScale is >= 0.1 and <= 1000, "--time-scale", "0.1 to 1000");
        Require(RollMm is >= 0 and <= 100_000, "--roll-mm", "0 to 100000 mm, 0 for a roll without end");
        Require(!Once || Listen is not null, "--once", "only with --listen");
        return this;
    }

    private static void Require(bool holds, string option, string allowed)
    {
        if (!holds) throw new RefusedException(ExitCode.Usage, $"{option} is out of range: allowed is {allowed}.");
    }
}
