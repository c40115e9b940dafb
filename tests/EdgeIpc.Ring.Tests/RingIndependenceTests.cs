using EdgeIpc.Posix;
using EdgeIpc.Ring.Textbook;
using EdgeIpc.TestChild;

namespace EdgeIpc.Ring.Tests;

/// <summary>
/// What a reader costs the writer that does not keep up: nothing. Told by ratios of one run, turn by turn, so that a busy machine slows
/// both sides alike; the textbook's lock, measured in the same way, shows that the measure can fail.
/// </summary>
public sealed class RingIndependenceTests : IDisposable
{
    private const int Rounds = 60;
    private const int PublishesPerRound = 20_000;

    /// <summary>A real difference would be a factor: a futex call a publish is one of 50, a line of memory that both touch one of 5.</summary>
    private const double RatioMax = 1.5;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly RingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_slow_a_stopped_and_a_dead_reader_never_slow_the_writer()
    {
        using var alone = Open("alone");
        using var beside = Open("slow");
        using var stopped = Open("stopped");
        using var dead = Open("dead");
        using var slowReader = await BeginAsync("dawdle", _folder["slow"]);
        using var stoppedReader = await BeginAsync("read", _folder["stopped"], _folder["stopped-counts"], "1");
        stoppedReader.Send(PosixSignalNumber.Stop);
        using var deadReader = await BeginAsync("read", _folder["dead"], _folder["dead-counts"], "1");
        await deadReader.KillAsync(Token);

        (string Name, RingWriter<StressSample> Writer)[] turns = [("alone", alone), ("slow", beside), ("stopped", stopped), ("dead", dead)];
        var costs = turns.ToDictionary(turn => turn.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (int round = -5; round < Rounds; round++)
        {
            foreach (var (name, writer) in turns)
            {
                double cost = NanosecondsAPublish(writer);
                // The first rounds compile.
                if (round >= 0) costs[name].Add(cost);
            }
        }

        // The lower quartile: what a reader costs is in every round, what other programs take of the processor is not.
        double Cost(string name) => costs[name].Order().ElementAt(Rounds / 4);
        foreach (var (name, _) in turns) Report(FormattableString.Invariant($"{name}: {Cost(name):0.00} ns a publish, {Cost(name) / Cost("alone"):0.00} of a writer alone"));
        foreach (var (name, _) in turns) Assert.InRange(Cost(name) / Cost("alone"), 0, RatioMax);
    }

    [Fact]
    public async Task The_textbooks_lock_fails_the_same_measure()
    {
        using var buffer = LockedBuffer<StressSample>.Create(_folder["locked"], slotCount: 256, FileSharing.OwnerOnly);
        using var reader = await BeginAsync("dawdle-locked", _folder["locked"]);
        reader.Send(PosixSignalNumber.Stop);
        int written = 0;
        var sample = StressSample.Make(0);
        while (buffer.Write(in sample, TimeSpan.FromMilliseconds(20)) == BufferOutcome.Ready) written++;
        Report($"with a stopped reader the lock let {written} through, the ring {PublishesPerRound * Rounds} and more");
        Assert.InRange(written, 0, 256 + 1);
    }

    private RingWriter<StressSample> Open(string name) => RingWriter<StressSample>.Open(_folder[name], new RingOptions { SlotCount = 1024 }, FileSharing.OwnerOnly);

    private static double NanosecondsAPublish(RingWriter<StressSample> writer)
    {
        var sample = StressSample.Make(writer.Published);
        long beganAtNs = MonotonicClock.NowNs;
        for (int i = 0; i < PublishesPerRound; i++) writer.Publish(in sample);
        return (MonotonicClock.NowNs - beganAtNs) / (double)PublishesPerRound;
    }

    private static async Task<Child> BeginAsync(params string[] arguments)
    {
        var child = Child.Start(arguments);
        await child.ReadLineAsync(Token);
        return child;
    }

    private static void Report(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
