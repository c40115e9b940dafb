using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.TestChild;

namespace EdgeIpc.Commands.Tests;

/// <summary>Queues and counts of an instance of its own, gone with the test.</summary>
internal sealed class TestStation : IDisposable
{
    private static int s_stations;
    private readonly Dictionary<string, SentPage> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TakenPage> _taken = new(StringComparer.Ordinal);

    public TestStation()
    {
        InstanceId = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref s_stations)}";
        StationDirectory = $"/dev/shm/edgeipc-{InstanceId}";
        Directory.CreateDirectory(RecordsDirectory);
        Registry = Receiving.RegistryOf(InstanceId, StationDirectory);
    }

    public string InstanceId { get; }

    public string StationDirectory { get; }

    public string RecordsDirectory => $"{StationDirectory}/queues";

    public QueueRegistry Registry { get; }

    /// <summary>CLOCK_MONOTONIC as the test wants it.</summary>
    public long NowNs { get; set; } = 1_000_000_000_000;

    public SentPage SentTo(string role)
    {
        if (!_sent.TryGetValue(role, out var page)) _sent.Add(role, page = new SentPage(Receiving.SentPath(StationDirectory, role)));
        return page;
    }

    public TakenPage TakenBy(string role = Receiving.Role)
    {
        if (!_taken.TryGetValue(role, out var page)) _taken.Add(role, page = new TakenPage(Receiving.TakenPath(StationDirectory, role)));
        return page;
    }

    public CommandReceiver OpenReceiver(string role = Receiving.Role) => CommandReceiver.Open(Registry, role, TakenBy(role), () => NowNs);

    public CommandSender OpenSender() => new(Registry, SentTo, () => NowNs);

    /// <summary>This program as another process of the instance.</summary>
    public Child StartChild(string mode) => Child.Start(mode, InstanceId, StationDirectory);

    /// <summary>Puts bytes into a role's queue as any other program could.</summary>
    public void Inject(ReadOnlySpan<byte> message, string role = Receiving.Role)
    {
        using var queue = PosixMessageQueue.Open(Registry.NameOf(role));
        Assert.NotNull(queue);
        Assert.Equal(QueueSendResult.Sent, queue.TrySend(message, 0));
    }

    /// <summary>The ledger's equation of the controller's queue.</summary>
    public void AssertBalanced(int waiting)
    {
        var sent = SentTo(Receiving.Role).Page.Read();
        var counts = ReceiverPage.TryRead(Receiving.TakenPath(StationDirectory))?.Counts ?? default;
        var figures = new CommandFigures("controller", sent.Sent, sent.Unresolved, counts.Answered, counts.Expired, counts.Refused, counts.Interrupted, counts.NoReply, counts.Doubtful, waiting, counts.InHand);
        Assert.Empty(Balance.Of(new StationFigures { Commands = [figures] }).Imbalances);
    }

    public void Dispose()
    {
        Registry.CleanUp();
        foreach (var page in _sent.Values) page.Dispose();
        foreach (var page in _taken.Values) page.Dispose();
        Directory.Delete(StationDirectory, recursive: true);
    }
}
