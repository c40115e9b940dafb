using System.Globalization;
using EdgeIpc.Posix;
using EdgeIpc.TestChild;

namespace EdgeIpc.Ring.Tests;

/// <summary>The ring between real processes that are woken, stopped and killed.</summary>
public sealed class RingProcessTests : IDisposable
{
    private const string SeedVariable = "EDGEIPC_TEST_SEED";

    // Kills in each case of the kill test; more in CI and in the soak.
    private const string KillsVariable = "EDGEIPC_TEST_KILLS";
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private readonly RingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sleeping_readers_are_woken_across_processes()
    {
        string back = _folder["back.ring"];
        using var writer = _folder.OpenWriter();
        using var child = Child.Start("echo", _folder.Ring, back);
        await child.ReadLineAsync(Token);
        using var reader = RingReader<Sample>.Open(back, RingStart.Newest);
        int seed = Number(SeedVariable) ?? Random.Shared.Next();
        Report($"{SeedVariable}={seed}");
        var random = new Random(seed);
        for (long position = 0; position < 500; position++)
        {
            writer.Publish(RingFolder.Make(position));
            // The bound is only reached when a wake is lost.
            while (reader.Published == position) Assert.True(reader.Sleep(Watchdog), "a wake was lost");
            Assert.True(reader.TryRead(out var sample));
            Assert.Equal((ulong)position, sample.Sequence);
            Thread.SpinWait(random.Next(20_000));
        }
    }

    [Fact]
    public async Task A_killed_writer_is_gone_at_once_and_its_ring_outlives_it()
    {
        using var child = Child.Start("write", _folder.Ring, "256", "16", "1");
        await child.ReadLineAsync(Token);
        using var reader = RingReader<StressSample>.Open(_folder.Ring, RingStart.Newest);
        Assert.Equal(RingWait.Ready, reader.Wait(Watchdog, Token));
        Assert.Equal(RingWriterState.Alive, reader.LookAtWriter());
        Assert.Throws<RingBusyException>(() => RingWriter<StressSample>.Open(_folder.Ring, new RingOptions { SlotCount = 256 }, FileSharing.OwnerOnly));
        await child.KillAsync(Token);
        Assert.Equal(RingWriterState.Gone, reader.LookAtWriter());
        var got = new StressSample[64];
        while (reader.Read(got) > 0) { }
        Assert.Equal(RingWait.WriterGone, reader.Wait(Watchdog, Token));
        Assert.Equal(reader.Published - reader.JoinedAt, reader.ReadCount + reader.Lost);
    }

    [Fact]
    public async Task A_stopped_reader_does_not_stop_the_writer_and_counts_what_it_missed()
    {
        using var writer = RingWriter<StressSample>.Open(_folder.Ring, new RingOptions { SlotCount = 256 }, FileSharing.OwnerOnly);
        string progressPath = _folder["progress"];
        using var child = Child.Start("read", _folder.Ring, progressPath, "1");
        await child.ReadLineAsync(Token);
        child.Send(PosixSignalNumber.Stop);
        for (long position = 0; position < 100_000; position++) writer.Publish(StressSample.Make(position));
        Assert.Equal(100_000, writer.Published);
        child.Send(PosixSignalNumber.Continue);
        Assert.Equal(0, await child.StopAsync(Token));
        using var progress = new ReadProgress(progressPath);
        var counts = progress.Load();
        Assert.Equal((100_000, 100_000, 0), (counts.Cursor, counts.Read + counts.Lost, counts.Torn));
        Assert.True(counts.Lost >= 100_000 - 256 - 64);
    }

    [Theory]
    [InlineData(256, 1, 1)]
    [InlineData(256, 32, 2)]
    [InlineData(1 << 18, 64, 3)]
    [InlineData(4096, 16, 4)]
    public async Task Killed_writers_and_readers_leave_no_torn_sample_and_no_unexplained_loss(int slotCount, int claimBlockSlots, int steadyCount)
    {
        int seed = Number(SeedVariable) ?? Random.Shared.Next();
        Report($"{SeedVariable}={seed}");
        var random = new Random(seed);
        string ring = _folder.Ring;
        RingWriter<StressSample>.Open(ring, new RingOptions { SlotCount = slotCount, ClaimBlockSlots = claimBlockSlots }, FileSharing.OwnerOnly).Dispose();
        using var ended = new ManualResetEventSlim();
        var steady = Task.WhenAll(Enumerable.Range(0, steadyCount).Select(index => Task.Run(() => ReadUntil(ended, ring, _folder[$"steady{index}"], seed + index), Token)));
        var writer = await Begin("write", ring, $"{slotCount}", $"{claimBlockSlots}", $"{random.Next()}");
        var reader = await Begin("read", ring, _folder["killed"], $"{random.Next()}");
        int kills = Number(KillsVariable) ?? 8;
        for (int kill = 0; kill < kills; kill++)
        {
            // The moment of the kill is the fault that is injected; the wait ends early when a reader breaks.
            await Task.WhenAny(steady, Task.Delay(TimeSpan.FromMilliseconds(random.Next(30)), TimeProvider.System, Token));
            if (steady.IsCompleted) break;
            if (random.Next(2) == 0)
            {
                await KillAsync(writer);
                writer = await Begin("write", ring, $"{slotCount}", $"{claimBlockSlots}", $"{random.Next()}");
            }
            else
            {
                await KillAsync(reader);
                reader = await Begin("read", ring, _folder["killed"], $"{random.Next()}");
            }
        }

        await KillAsync(writer);
        ended.Set();
        await steady.WaitAsync(Watchdog, Token);
        Assert.Equal(0, await reader.StopAsync(Token));
        reader.Dispose();
        CheckCounts(ring, [.. Enumerable.Range(0, steadyCount).Select(index => $"steady{index}"), "killed"]);
    }

    private void CheckCounts(string ring, IReadOnlyList<string> names)
    {
        long published = RingInfo.Read(ring).Published;
        Report($"{published} published");
        foreach (string name in names)
        {
            using var progress = new ReadProgress(_folder[name]);
            var counts = progress.Load();
            Report($"{name}: {counts}");
            Assert.Equal((published, published, 0), (counts.Cursor, counts.Read + counts.Lost, counts.Torn));
            Assert.True(counts.Read > 0);
        }
    }

    private static async Task<Child> Begin(params string[] arguments)
    {
        var child = Child.Start(arguments);
        await child.ReadLineAsync(Token);
        return child;
    }

    private static async Task KillAsync(Child child)
    {
        using (child) await child.KillAsync(Token);
    }

    private static void ReadUntil(ManualResetEventSlim ended, string ring, string progressPath, int seed)
    {
        using var progress = new ReadProgress(progressPath);
        using var reader = new StressReader(ring, progress, seed);
        while (!ended.IsSet) reader.Step();
        while (reader.Drain()) { }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int given) ? given : null;

    private static void Report(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
