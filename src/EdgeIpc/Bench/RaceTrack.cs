using EdgeIpc.Posix;

namespace EdgeIpc.Bench;

/// <summary>Where runs take place: a directory in memory, two processors, and the processes of the two sides.</summary>
internal sealed class RaceTrack : IDisposable
{
    /// <summary>The hidden verb that runs a side; its first argument is the peer's name, the rest is a <see cref="RaceSide"/>.</summary>
    public const string SideVerb = "bench-side";

    private const int SpinCount = 100_000;
    private const int WakeCount = 1_500;

    private readonly string _directory = $"/dev/shm/edgeipc-bench-{Environment.ProcessId}";
    private readonly int _senderProcessor;
    private readonly int _receiverProcessor;
    private readonly bool _first;
    private int _runs;

    /// <param name="first">Whether measuring threads go before all others (SCHED_FIFO): for a machine that does other work. Needs the permission.</param>
    public RaceTrack(bool first)
    {
        _first = first;
        if (Processors.ListOfThisThread() is not [var sender, var receiver, ..]) throw new RefusedException(ExitCode.Unavailable, "A race needs two processors; this process may use one.");
        (_senderProcessor, _receiverProcessor) = (sender, receiver);
        Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What a cache line takes between the two processors now, ns.</summary>
    public double Probe() => CacheLineProbe.Measure(_senderProcessor, _receiverProcessor, _first);

    /// <summary>Runs a peer once.</summary>
    public async Task<RaceFigure> RunAsync(RacePeer peer, RaceKind kind, CancellationToken token)
    {
        string path = Path.Combine(_directory, $"run{++_runs}");
        long count = kind switch { RaceKind.Spin => SpinCount, RaceKind.Wake => WakeCount, _ => peer.FlowCount };
        bool first = _first && !peer.HasThreads;
        var receiver = new RaceSide(kind, RaceRole.Receiver, path, count, _receiverProcessor, _senderProcessor, first);
        var sender = receiver with { Role = RaceRole.Sender, Processor = _senderProcessor, OtherProcessor = _receiverProcessor };
        try
        {
            if (peer.IsInOneProcess)
            {
                using var both = Start(peer, receiver with { Role = RaceRole.Both });
                return await both.ReadFigureAsync(token);
            }

            using var from = Start(peer, sender);
            using var to = Start(peer, receiver);
            await Task.WhenAll(from.HearAsync("made", token), to.HearAsync("made", token));
            from.Say("open");
            to.Say("open");
            await Task.WhenAll(from.HearAsync("ready", token), to.HearAsync("ready", token));
            to.Say("go");
            from.Say("go");
            var figure = await (kind == RaceKind.Spin ? from : to).ReadFigureAsync(token);
            await Task.WhenAll(from.EndAsync(token), to.EndAsync(token));
            return figure;
        }
        finally
        {
            foreach (string file in Directory.EnumerateFileSystemEntries(_directory)) File.Delete(file);
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static SideProcess Start(RacePeer peer, RaceSide side) =>
        new($"{peer.Name} ({side.Kind}, {side.Role})", [.. peer.Command ?? [.. SideProcess.ThisProgram(), SideVerb, peer.Name], .. side.ToArguments()]);
}
