using System.Runtime.CompilerServices;
using EdgeIpc.HardwareTests.Jig;

namespace EdgeIpc.HardwareTests;

/// <summary>A test of real or simulated hardware: skipped, with the reason, where there is none or its jig lacks a part.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HardwareFactAttribute : FactAttribute
{
    public HardwareFactAttribute(JigParts needs, [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        Needs = needs;
        var missing = needs & ~Bench.JigParts;
        if (Bench.Host is null) Skip = "needs a Pi, real or virtual: set EDGEIPC_HIL_HOST (see tests/EdgeIpc.HardwareTests/README.md)";
        else if (missing != JigParts.None) Skip = $"the jig at {Bench.Host} has no {missing}: set EDGEIPC_HIL_JIG to what it has";
    }

    public JigParts Needs { get; }
}
