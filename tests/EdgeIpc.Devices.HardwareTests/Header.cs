using System.Runtime.InteropServices;
using EdgeIpc.Posix;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace EdgeIpc.Devices.Tests;

/// <summary>The GPIO header of the virtual Pi: its chip, and the far side of its lines, which the test moves and looks at.</summary>
internal static class Header
{
    private const string Label = "pi-header";
    private const string FarSide = "/run/edgeipc-lab/header";

    public static GpioChip Chip => Assert.Single(GpioChips.List(), chip => chip.Label == Label);

    /// <returns>Whether that moved the line.</returns>
    public static bool Pull(int line, bool up)
    {
        bool moves = IsHigh(line) != up;
        File.WriteAllText($"{FarSide}/sim_gpio{line}/pull", up ? "pull-up" : "pull-down");
        return moves;
    }

    public static bool IsHigh(int line) => File.ReadAllText($"{FarSide}/sim_gpio{line}/value").StartsWith('1');
}
