using System.Diagnostics;
using System.Text;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Verbs;

namespace EdgeIpc.Tests;

/// <summary>An instance with a ring that the test itself writes, and recorder processes that read it.</summary>
internal sealed class RecorderBench : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private static int s_count;
    private readonly Dictionary<string, string> _environment;
    private readonly List<Process> _processes = [];
    private RingWriter<Sample>? _ring;

    public RecorderBench()
    {
        // In memory: what fsync costs on a busy disk is not what these tests are about.
        State = Directory.CreateDirectory($"/dev/shm/edgeipc-test-{Environment.ProcessId}-{Guid.NewGuid():N}").FullName;
        Instance = StationInstance.OpenOrCreate(InstanceName.Parse($"r{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}"));
        _environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_STATE_HOME"] = State };
    }

    public StationInstance Instance { get; }

    /// <summary>A directory for this test; recorder processes keep their state in it.</summary>
    public string State { get; }

    public string Name => Instance.Name.Name;

    public RingWriter<Sample> Ring => _ring ??= OpenRing();

    public List<Sample> Published { get; } = [];

    public ReaderCounts Page => ReaderPage.TryRead(Instance.Counters.Reader(Role.Recorder))!.Value.Counts;

    /// <summary>The recording's directory under the state of the processes.</summary>
    public string Recording(int number) => $"{State}/edgeipc/{Name}/recordings/{number:D4}";

    public void CloseRing()
    {
        _ring?.Dispose();
        _ring = null;
    }

    public RingWriter<Sample> OpenRing(params RingChannel[] channels)
    {
        CloseRing();
        if (channels.Length == 0) channels = [new("x", "g"), new("y", "g"), new("temperature", "°C")];
        return _ring = RingWriter<Sample>.Open(Instance.RingPath, new RingOptions { SlotCount = 1 << 15, Channels = channels }, Instance.Sharing);
    }

    /// <summary>Publishes samples of the next milliseconds.</summary>
    public void Publish(int count)
    {
        for (int i = 0; i < count; i++)
        {
            long position = Ring.Published;
            var sample = new Sample { Sequence = (ulong)position, TakenAtNs = 5_000_000_000_000 + position * 1_000_000 };
            for (int channel = 0; channel < 3; channel++) sample.Values[channel] = (float)Math.Sin(position * 0.01 + channel) * (channel + 1);
            Ring.Publish(in sample);
            Published.Add(sample);
        }
    }

    /// <summary>Starts a recorder and waits until it works.</summary>
    public async Task<Process> StartRecorderAsync(params string[] options)
    {
        var process = Edgeipc.Start(_environment, [Role.Recorder, "--instance", Name, "--lifeline", .. options]);
        return await ReadyAsync(process);
    }

    /// <summary>Waits until a started recorder works; its log goes nowhere.</summary>
    public async Task<Process> ReadyAsync(Process process)
    {
        _processes.Add(process);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        Assert.Equal(ProcessRun.ReadyLine, await process.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(Watchdog, Token));
        return process;
    }

    /// <summary>SIGTERM, as a supervisor stops it.</summary>
    public static async Task StopAsync(Process recorder)
    {
        ProcessControl.Send(recorder.Id, PosixSignalNumber.Terminate);
        await recorder.WaitForExitAsync(Token).WaitAsync(Watchdog, Token);
        Assert.Equal(0, recorder.ExitCode);
    }

    /// <summary>Waits until everything that was published is on disk, as the counter page says.</summary>
    public async Task CaughtUpAsync()
    {
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var waited = Stopwatch.StartNew();
        while (Page.Cursor < Ring.Published)
        {
            Assert.True(waited.Elapsed < Watchdog, $"The recorder stands at {Page.Cursor} of {Ring.Published}.");
            await poll.WaitForNextTickAsync(Token);
        }
    }

    /// <summary>Runs a verb on this instance.</summary>
    public Outcome Run(params string[] arguments) => Edgeipc.RunWith(null, _environment, [.. arguments, "--instance", Name]);

    /// <summary>Starts a verb on this instance.</summary>
    public Process Start(params string[] arguments)
    {
        var process = Edgeipc.Start(_environment, [.. arguments, "--instance", Name]);
        _processes.Add(process);
        return process;
    }

    /// <summary>What <c>tap --csv</c> prints for samples.</summary>
    public string TapText(IEnumerable<Sample> samples)
    {
        using var text = new SampleText(SampleFormat.Csv, Ring.Info.Channels);
        text.WriteHead();
        foreach (var sample in samples) text.Write(in sample);
        return Encoding.UTF8.GetString(text.Written);
    }

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit(Watchdog);
            process.Dispose();
        }

        _ring?.Dispose();
        Instance.Remove();
        Directory.Delete(Instance.StateDirectory, recursive: true);
        Directory.Delete(State, recursive: true);
    }
}
