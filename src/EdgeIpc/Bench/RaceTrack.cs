using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using EdgeIpc.Posix;

namespace EdgeIpc.Bench;

/// <summary>Where runs take place: a directory in memory, two processors, and the processes of the two sides.</summary>
internal sealed class RaceTrack : IDisposable
{
    /// <summary>The hidden verb that runs a side; its first argument is the peer's name, the rest is a <see cref="RaceSide"/>.</summary>
    public const string SideVerb = "bench-side";

    private const int SpinCount = 100_000;
    private const int WakeCount = 1_500;

    // Only a side that hangs runs into it.
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
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
                using var both = new SideProcess(peer, receiver with { Role = RaceRole.Both });
                return await both.ReadFigureAsync(token);
            }

            using var from = new SideProcess(peer, sender);
            using var to = new SideProcess(peer, receiver);
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

    /// <summary>One side as a process. It ends with this object at the latest.</summary>
    private sealed class SideProcess : IDisposable
    {
        private readonly string _what;
        private readonly System.Diagnostics.Process _process;

        public SideProcess(RacePeer peer, RaceSide side)
        {
            _what = $"{peer.Name} ({side.Kind}, {side.Role})";
            var command = peer.Command ?? [.. Self(), SideVerb, peer.Name];
            var start = new ProcessStartInfo(command[0], [.. command.Skip(1), .. side.ToArguments()])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            // Compiled once, as far as it goes: a run is too short to wait for the second, better code.
            start.Environment["DOTNET_TieredCompilation"] = "0";
            _process = System.Diagnostics.Process.Start(start)!;
        }

        public void Say(string line) => _process.StandardInput.WriteLine(line);

        public async Task HearAsync(string wanted, CancellationToken token)
        {
            string line = await ReadAsync(token);
            if (line != wanted) throw new IOException($"{_what} said '{line}', not '{wanted}'.");
        }

        public async Task<RaceFigure> ReadFigureAsync(CancellationToken token)
        {
            string line = await ReadAsync(token);
            string[] words = line.Split(' ');
            if (words is not ["figure", var median, var mean, var lost, var torn]) throw new IOException($"{_what} said '{line}', not its figure.");
            return new RaceFigure(double.Parse(median, CultureInfo.InvariantCulture), double.Parse(mean, CultureInfo.InvariantCulture), long.Parse(lost, CultureInfo.InvariantCulture), long.Parse(torn, CultureInfo.InvariantCulture));
        }

        public async Task EndAsync(CancellationToken token)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(token).WaitAsync(Watchdog, token);
            if (_process.ExitCode != 0) throw new IOException($"{_what} ended with {_process.ExitCode}: {await _process.StandardError.ReadToEndAsync(token)}");
        }

        public void Dispose()
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
        }

        private async Task<string> ReadAsync(CancellationToken token)
        {
            string? line = await _process.StandardOutput.ReadLineAsync(token).AsTask().WaitAsync(Watchdog, token);
            return line ?? throw new IOException($"{_what} ended early: {await _process.StandardError.ReadToEndAsync(token)}");
        }

        private static IEnumerable<string> Self()
        {
            string program = Environment.ProcessPath!;
            if (Path.GetFileNameWithoutExtension(program) != "dotnet") return [program];
            // Started as 'dotnet NAME.dll': the program is the runtime.
            return [program, Path.Combine(AppContext.BaseDirectory, Assembly.GetEntryAssembly()!.GetName().Name + ".dll")];
        }
    }
}
