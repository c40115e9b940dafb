using System.Diagnostics;
using EdgeIpc.Bench;

namespace EdgeIpc.Benchmarks.Peers;

/// <summary>boost::lockfree::spsc_queue in shared memory, in C++: its own program, compiled when the race begins.</summary>
/// <param name="pauseNs">What its reader waits when it found nothing; 0 as boost's users do, or as long as the ring's reader.</param>
internal sealed class BoostPeer(int pauseNs) : RacePeer
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "boost-side.cpp");

    public override string Name => pauseNs == 0 ? "boost spsc" : "boost spsc, paused";

    public override string Guarantee => pauseNs == 0
        ? "lossless queue, one reader; a full queue refuses, nobody is woken, no loss is counted"
        : "the same, its reader looking each few microseconds, as the ring's does";

    private string Binary => Path.Combine(AppContext.BaseDirectory, $"boost-side-{pauseNs}");

    public override int FlowCount => 1 << 22;

    public override IReadOnlyList<string> Command => [Binary];

    public override bool Takes(RaceKind kind) => pauseNs == 0 ? kind != RaceKind.Wake : kind is RaceKind.Single or RaceKind.Batch;

    public override RaceFigure? Run(RaceSide side) => throw new InvalidOperationException("Its sides are another program.");

    public override string? FindObstacle()
    {
        if (File.Exists(Binary) && File.GetLastWriteTimeUtc(Binary) > File.GetLastWriteTimeUtc(Source)) return null;
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("g++", ["-O3", "-march=native", "-std=c++17", $"-DPAUSE_NS={pauseNs}", "-o", Binary, Source]) { RedirectStandardError = true, UseShellExecute = false })!;
            string said = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode == 0) return null;
            string first = said.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? "g++ failed";
            return $"{first[(first.IndexOf(": ", StringComparison.Ordinal) + 2)..].Trim()} (it needs Debian's libboost-dev)";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "g++ is not installed";
        }
    }
}
