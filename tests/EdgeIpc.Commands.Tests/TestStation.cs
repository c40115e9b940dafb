using EdgeIpc.Posix;

namespace EdgeIpc.Commands.Tests;

/// <summary>Queues and counts of an instance of its own, gone with the test.</summary>
internal sealed class TestStation : IDisposable
{
    private static int s_stations;
    private readonly string _directory;
    private readonly Dictionary<string, SharedCounts> _counts = new(StringComparer.Ordinal);

    public TestStation()
    {
        string id = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref s_stations)}";
        _directory = $"/dev/shm/edgeipc-{id}";
        Directory.CreateDirectory(RecordsDirectory);
        InstanceId = id;
        Registry = new QueueRegistry(id, RecordsDirectory, FileSharing.OwnerOnly);
    }

    public string InstanceId { get; }

    public string RecordsDirectory => $"{_directory}/queues";

    public QueueRegistry Registry { get; }

    /// <summary>CLOCK_MONOTONIC as the test wants it.</summary>
    public long NowNs { get; set; } = 1_000_000_000_000;

    public string CountsPath(string role) => $"{_directory}/counts-{role}";

    public SharedCounts CountsOf(string role)
    {
        lock (_counts)
        {
            if (!_counts.TryGetValue(role, out var counts)) _counts.Add(role, counts = new SharedCounts(CountsPath(role)));
            return counts;
        }
    }

    public CommandReceiver OpenReceiver(string role = "controller") => CommandReceiver.Open(Registry, role, CountsOf(role), () => NowNs);

    public CommandSender OpenSender() => new(Registry, CountsOf, () => NowNs);

    /// <summary>Puts bytes into a role's queue as any other program could.</summary>
    public void Inject(ReadOnlySpan<byte> message, string role = "controller", int priority = 0)
    {
        using var queue = PosixMessageQueue.Open(Registry.NameOf(role));
        Assert.NotNull(queue);
        Assert.Equal(QueueSendResult.Sent, queue.TrySend(message, priority));
    }

    public void Dispose()
    {
        Registry.CleanUp();
        foreach (var counts in _counts.Values) counts.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
