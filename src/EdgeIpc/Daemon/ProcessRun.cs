using System.Runtime.InteropServices;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace EdgeIpc.Daemon;

/// <summary>
/// The frame of every long-running process: its role's lock, its log on standard error, signals and the supervisor's lifeline
/// as one token, readiness and watchdog for systemd or the supervisor. The process itself is the body.
/// </summary>
internal sealed class ProcessRun : IDisposable
{
    /// <summary>What a child writes to standard output when it works; its supervisor waits for it.</summary>
    public const string ReadyLine = "ready";

    private readonly CancellationTokenSource _stopping = new();
    private readonly ILoggerFactory _loggers;
    private readonly ServiceNotify _notify;
    private readonly bool _hasLifeline;

    private ProcessRun(StationInstance instance, string role, bool hasLifeline)
    {
        (Instance, Role, _hasLifeline) = (instance, role, hasLifeline);
        _notify = ServiceNotify.Connect(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));
        _loggers = LoggerFactory.Create(ConfigureLog);
    }

    public StationInstance Instance { get; }

    public string Role { get; }

    /// <summary>Set by SIGTERM, by SIGINT in the foreground, and when the supervisor is gone: finish what is in hand and return within 5 s.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Runs a role until it is told to stop, and returns the exit code.</summary>
    /// <param name="instance">Where it works.</param>
    /// <param name="role">A name of <see cref="Daemon.Role"/>.</param>
    /// <param name="hasLifeline">Standard input is a pipe from the supervisor; its end means that the supervisor is gone.</param>
    /// <param name="body">The process. Calls <see cref="Ready"/> when it works and returns soon after <see cref="Stopping"/>, with the exit code.</param>
    public static int Execute(StationInstance instance, string role, bool hasLifeline, Func<ProcessRun, ExitCode> body)
    {
        using var roleLock = instance.TakeRole(role);
        using var run = new ProcessRun(instance, role, hasLifeline);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, run.OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, run.OnSignal);
        // The terminal was closed: whoever watched has left, and what runs for them stops as properly as by Ctrl-C.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, run.OnSignal);
        if (hasLifeline) run.WatchLifeline();
        var exitCode = run.Until(body);
        run._notify.Stopping();
        return (int)exitCode;
    }

    public ILogger CreateLogger() => _loggers.CreateLogger(Role);

    /// <summary>The process works from now on: told to systemd and to the supervisor.</summary>
    public void Ready(string status)
    {
        _notify.Ready();
        _notify.Status(status);
        if (!_hasLifeline) return;
        try
        {
            Console.Out.WriteLine(ReadyLine);
            Console.Out.Flush();
        }
        catch (IOException)
        {
            // The supervisor is gone already; the lifeline says so too.
        }
    }

    /// <summary>The loop still turns. Call it on every turn that is at most a few seconds long.</summary>
    public void Beat() => _notify.Watchdog();

    /// <summary>Asks this process to stop, as SIGTERM does.</summary>
    public void Stop()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A second signal while the process is ending already.
        }
    }

    public void Dispose()
    {
        _notify.Dispose();
        _loggers.Dispose();
        _stopping.Dispose();
    }

    /// <summary>A process that is told to stop before it was ready has nothing left to do.</summary>
    private ExitCode Until(Func<ProcessRun, ExitCode> body)
    {
        try
        {
            return body(this);
        }
        catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        // Ctrl-C reaches the whole process group; under a supervisor only the supervisor decides what it means.
        if (signal.Signal is PosixSignal.SIGINT or PosixSignal.SIGHUP && _hasLifeline) return;
        if (signal.Signal == PosixSignal.SIGHUP) ForgetTerminal();
        Stop();
    }

    /// <summary>What is said from now on has no reader, and a write to a terminal that is gone would fail.</summary>
    private static void ForgetTerminal()
    {
        if (!Console.IsOutputRedirected) Console.SetOut(TextWriter.Null);
        if (!Console.IsErrorRedirected) Console.SetError(TextWriter.Null);
    }

    private void WatchLifeline()
    {
        var watcher = new Thread(() =>
        {
            using var lifeline = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[64];
            while (ReadLifeline(lifeline, ignored) > 0)
            {
            }

            Stop();
        })
        { IsBackground = true, Name = "lifeline" };
        watcher.Start();
    }

    private static int ReadLifeline(Stream lifeline, Span<byte> buffer)
    {
        try
        {
            return lifeline.Read(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void ConfigureLog(ILoggingBuilder log)
    {
        log.SetMinimumLevel(LogLevel.Information);
        if (JournalLog.IsStandardError() && JournalLog.TryConnect(JournalLog.SocketPath, Instance.Name.Id) is { } journal)
        {
            log.AddProvider(journal);
            return;
        }

        log.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        log.AddSimpleConsole(format => (format.SingleLine, format.TimestampFormat, format.UseUtcTimestamp, format.ColorBehavior) = (true, "HH:mm:ss.fff ", true, LoggerColorBehavior.Disabled));
    }
}
