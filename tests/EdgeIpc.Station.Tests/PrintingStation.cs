using System.Diagnostics;
using System.Text;
using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Spool;

namespace EdgeIpc.Tests;

/// <summary>Half a station for tests of printing: the real spooler and the real printer emulator as processes, on an instance of their own.</summary>
internal sealed class PrintingStation : IDisposable
{
    /// <summary>Ends a hang; no assertion depends on it. Longer than the longest pause between two tries.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(240);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);
    private static int s_count;
    private readonly Queue<string> _log = new();
    private readonly string _timeScale;
    private readonly string _settingsPath;

    /// <param name="timeScale">How many times faster than real the printer is.</param>
    /// <param name="settings">What differs from the default settings, as JSON.</param>
    public PrintingStation(int timeScale = 10, string settings = "{}")
    {
        _timeScale = $"{timeScale}";
        Name = InstanceName.Parse($"p{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        Instance = StationInstance.OpenOrCreate(Name);
        _settingsPath = $"{Instance.Directory}/settings.json";
        File.WriteAllText(_settingsPath, settings);
        Spool = PrintSpool.Open(Instance.SpoolDirectory, FileSharing.OwnerOnly, new SpoolLimits(), TimeProvider.System);
    }

    public InstanceName Name { get; }

    public StationInstance Instance { get; }

    public PrintSpool Spool { get; }

    public Process? Spooler { get; private set; }

    public Process? Emulator { get; private set; }

    /// <summary>What the emulator let go wrong by its seed.</summary>
    public int FaultsBegun { get; private set; }

    public EmulatorCounts Paper => EmulatorPage.TryRead(Instance.Counters.PrinterEmulator)?.Counts ?? default;

    /// <summary>Everything that came to paper, as text without the cuts. Complete when the emulator has stopped.</summary>
    public string PaperText => string.Concat(File.ReadAllLines($"{Instance.PaperDirectory}/paper.txt")
        .Where(line => !line.StartsWith("- - -", StringComparison.Ordinal)).Select(line => line + "\n"));

    public void StartEmulator(params string[] more) => Emulator = Start(Role.PrinterEmulator, ["--time-scale", _timeScale, .. more]);

    public void StartSpooler() => Spooler = Start(Role.Spooler);

    /// <summary>Starts it and does not wait until it works: a test may kill it before that.</summary>
    public void LaunchSpooler() => Spooler = Launch(Role.Spooler);

    public long Submit(string text, DocumentFormat format = DocumentFormat.Text, string title = "test") => Submit(Encoding.UTF8.GetBytes(text), format, title);

    public long Submit(byte[] document, DocumentFormat format, string title = "test") =>
        Assert.IsType<SubmitResult.Accepted>(Spool.Submit(new SubmitRequest(document, format) { Title = title })).JobNumber;

    public Outcome Run(params string[] arguments) => Edgeipc.Run([.. arguments, "--instance", Name.Id]);

    public Outcome RunWith(string input, params string[] arguments) => Edgeipc.RunWith(input, null, [.. arguments, "--instance", Name.Id]);

    /// <summary>Changes the printer's world: <c>new Command.Paper(PaperChange.Out)</c>.</summary>
    public void Change(Command change) => Assert.IsType<SendResult.Replied>(Ask(change));

    private SendResult Ask(Command command)
    {
        var (sender, pages) = StationQueues.OpenSender(Instance);
        using (pages)
        using (sender)
        {
            return sender.Send(Role.PrinterEmulator, command, TimeSpan.FromSeconds(30), CancellationToken.None);
        }
    }

    /// <summary>Looks again and again until it is so.</summary>
    public void Until(Func<bool> isSo, string what)
    {
        long startedAt = Stopwatch.GetTimestamp();
        using var never = new ManualResetEventSlim();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(startedAt) > HangLimit)
                Assert.Fail($"It never came to be that {what}. {string.Join(", ", Spool.Jobs(withFinished: true).Select(job => $"{job.Number} {job.State.Keyword()} {job.Message}"))}; {Spool.Printer()}; {Paper}\n{LogText()}");
            never.Wait(LookInterval);
        }
    }

    /// <summary>What the line and the printer still hold comes to paper.</summary>
    public void UntilPrinterIsIdle() => Until(
        () => Assert.IsType<SendResult.Replied>(Ask(new Command.Status())).Reply.Sentence.Contains(" is idle", StringComparison.Ordinal) && Paper.BufferedBytes == 0, "the printer is idle");

    public void UntilState(long job, JobState state) => Until(() => Spool.Find(job)!.State == state, $"job {job} is {state.Keyword()}");

    /// <summary>SIGKILL, and its end.</summary>
    public static void Kill(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>SIGTERM, and its exit code.</summary>
    public static int Stop(Process process)
    {
        ProcessControl.Send(process.Id, PosixSignalNumber.Terminate);
        if (!process.WaitForExit(HangLimit)) Assert.Fail("It did not end.");
        return process.ExitCode;
    }

    /// <summary>What the spooler confirmed is what the printer printed first, nothing came twice unmarked, and no byte was lost.</summary>
    public void AssertBalanced()
    {
        var bands = Spool.Totals().Bands;
        var paper = Paper;
        Assert.Equal(0, bands.BandsUnconfirmed);
        Assert.InRange(paper.RowsFirst, bands.RowsConfirmed, bands.RowsConfirmed + bands.RowsAbandoned);
        Assert.Equal((0, 0), (paper.RowsRepeatedUnmarked, paper.BytesDropped));
    }

    public void Dispose()
    {
        foreach (var process in (Process?[])[Spooler, Emulator])
        {
            if (process is null) continue;
            try
            {
                process.Kill();
                process.WaitForExit();
            }
            catch (InvalidOperationException)
            {
                // The test ended it itself.
            }

            process.Dispose();
        }

        Spool.Dispose();
        Instance.Remove();
        Directory.Delete(Instance.StateDirectory, recursive: true);
    }

    /// <summary>The last lines of what the processes said: what a failed test is told.</summary>
    private void Log(string role, string? line)
    {
        const int lastLines = 40;
        if (line is null) return;
        lock (_log)
        {
            if (line.Contains("Fault: ", StringComparison.Ordinal) && line.EndsWith(" begins", StringComparison.Ordinal)) FaultsBegun++;
            _log.Enqueue($"{role}: {line}");
            if (_log.Count > lastLines) _log.Dequeue();
        }
    }

    public string LogText()
    {
        lock (_log) return string.Join('\n', _log);
    }

    private Process Start(string role, params string[] arguments)
    {
        var process = Launch(role, arguments);
        if (process.StandardOutput.ReadLine() == ProcessRun.ReadyLine) return process;
        process.WaitForExit();
        Assert.Fail($"The {role} ended with {process.ExitCode} before it worked.\n{LogText()}");
        return process;
    }

    private Process Launch(string role, params string[] arguments)
    {
        var process = Edgeipc.Start(null, [role, "--instance", Name.Id, "--settings", _settingsPath, "--lifeline", .. arguments]);
        process.ErrorDataReceived += (_, line) => Log(role, line.Data);
        process.BeginErrorReadLine();
        return process;
    }
}
