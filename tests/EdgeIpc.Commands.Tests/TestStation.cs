using EdgeIpc.Ledger;
using EdgeIpc.Posix;

namespace EdgeIpc.Commands.Tests;

/// <summary>Queues and counts of an instance of its own, gone with the test.</summary>
internal sealed class TestStation : IDisposable
{
    private static int s_stations;
    private readonly string _directory;
    private readonly Dictionary<string, SentPage> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TakenPage> _taken = new(StringComparer.Ordinal);

    public TestStation()
    {
        InstanceId = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref s_stations)}";
        _directory = $"/dev/shm/edgeipc-{InstanceId}";
        Directory.CreateDirectory(RecordsDirectoryOf(InstanceId));
        Registry = RegistryOf(InstanceId);
    }

    public string InstanceId { get; }

    public string RecordsDirectory => RecordsDirectoryOf(InstanceId);

    public QueueRegistry Registry { get; }

    /// <summary>CLOCK_MONOTONIC as the test wants it.</summary>
    public long NowNs { get; set; } = 1_000_000_000_000;

    public static QueueRegistry RegistryOf(string instanceId) => new(instanceId, RecordsDirectoryOf(instanceId), FileSharing.OwnerOnly);

    public static string TakenPath(string instanceId, string role) => $"/dev/shm/edgeipc-{instanceId}/taken-{role}";

    public SentPage SentTo(string role)
    {
        if (!_sent.TryGetValue(role, out var page)) _sent.Add(role, page = new SentPage($"{_directory}/sent-{role}"));
        return page;
    }

    public TakenPage TakenBy(string role = "controller")
    {
        if (!_taken.TryGetValue(role, out var page)) _taken.Add(role, page = new TakenPage(TakenPath(InstanceId, role)));
        return page;
    }

    public CommandReceiver OpenReceiver(string role = "controller") => CommandReceiver.Open(Registry, role, TakenBy(role), () => NowNs);

    public CommandSender OpenSender() => new(Registry, SentTo, () => NowNs);

    /// <summary>Puts bytes into a role's queue as any other program could.</summary>
    public void Inject(ReadOnlySpan<byte> message, string role = "controller", int priority = 0)
    {
        using var queue = PosixMessageQueue.Open(Registry.NameOf(role));
        Assert.NotNull(queue);
        Assert.Equal(QueueSendResult.Sent, queue.TrySend(message, priority));
    }

    /// <summary>The ledger's equation of the controller's queue.</summary>
    public void AssertBalanced(int waiting)
    {
        var sent = SentTo("controller").Page.Read();
        var counts = TakenBy().Counts;
        var figures = new CommandFigures("controller", sent.Sent, sent.Unresolved, counts.Answered, counts.Expired, counts.Refused, counts.Interrupted, counts.NoReply, counts.Doubtful, waiting, counts.InHand);
        Assert.Empty(Balance.Of(new StationFigures { Commands = [figures] }).Imbalances);
    }

    public void Dispose()
    {
        Registry.CleanUp();
        foreach (var page in _sent.Values) page.Dispose();
        foreach (var page in _taken.Values) page.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string RecordsDirectoryOf(string instanceId) => $"/dev/shm/edgeipc-{instanceId}/queues";
}
