using System.Globalization;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Spool;

namespace EdgeIpc.Lessons.Spooling;

/// <summary>
/// A station of the lesson's own that has only what prints: the real printer emulator on a line, the real spool on disk and, if
/// wanted, the real spooler. Gone with the lesson.
/// </summary>
internal sealed class LessonPrinter : IDisposable
{
    /// <summary>So much faster than real is the printer: ten receipts in two seconds instead of eight.</summary>
    public const int TimeScale = 4;

    /// <summary>The demo's printer: 60 mm/s with 8 dots a mm.</summary>
    public const double LineMs = LessonReceipt.RowsPerLine * 1000.0 / 480 / TimeScale;

    private const string Prefix = "lesson-";

    // Only a hang runs into it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);
    private readonly StationInstance _instance;
    private readonly LessonWorker _printer;
    private readonly string _settings;
    private LessonWorker? _spooler;

    /// <param name="afterCrash">The setting of this name.</param>
    public LessonPrinter(string afterCrash, CancellationToken stopping)
    {
        RemoveLeft();
        _instance = StationInstance.OpenOrCreate(InstanceName.Parse(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}")));
        _settings = $"{_instance.Directory}/settings.json";
        File.WriteAllText(_settings, $$"""{ "printer": { "afterCrash": "{{afterCrash}}" } }""");
        Spool = PrintSpool.Open(_instance.SpoolDirectory, _instance.Sharing, new SpoolLimits(), TimeProvider.System);
        _printer = LessonWorker.Start([Role.PrinterEmulator, .. Place, "--time-scale", $"{TimeScale}"], stopping, hidesLog: true);
    }

    public PrintSpool Spool { get; }

    public string SpoolDirectory => _instance.SpoolDirectory;

    public string LinePath => _instance.PrinterLink;

    /// <summary>Bytes that the printer has taken, ever.</summary>
    public long BytesTaken => Counts.BytesAccepted;

    private EmulatorCounts Counts => EmulatorPage.TryRead(_instance.Counters.PrinterEmulator)?.Counts ?? default;

    private string[] Place => ["--instance", _instance.Name.Name, "--settings", _settings, "--lifeline"];

    public void StartSpooler(CancellationToken stopping)
    {
        _spooler?.Dispose();
        _spooler = LessonWorker.Start([Role.Spooler, .. Place], stopping, hidesLog: true);
    }

    /// <summary>kill -9.</summary>
    public void KillSpooler() => _spooler!.Kill();

    /// <summary>Waits until it is so.</summary>
    public static void Until(Func<bool> isSo, string what, CancellationToken stopping)
    {
        long startedAt = TimeProvider.System.GetTimestamp();
        using var never = new ManualResetEventSlim();
        while (!isSo())
        {
            if (TimeProvider.System.GetElapsedTime(startedAt) > Patience) throw new RefusedException(ExitCode.Unavailable, $"Within {Patience.TotalSeconds:0} s {what} did not come to be.");
            never.Wait(LookInterval, stopping);
        }
    }

    /// <summary>Waits until nothing comes to the printer any more, and returns all the paper as text.</summary>
    public string TearOff(CancellationToken stopping)
    {
        long bytes = -1, at = TimeProvider.System.GetTimestamp();
        // What the line and the printer hold takes a moment: a second without a byte, in the printer's time.
        Until(() =>
        {
            var now = Counts;
            if (now.BytesAccepted != bytes || now.BufferedBytes > 0) (bytes, at) = (now.BytesAccepted, TimeProvider.System.GetTimestamp());
            return TimeProvider.System.GetElapsedTime(at) > TimeSpan.FromSeconds(1);
        }, "an idle printer", stopping);
        _spooler?.End();
        _printer.End();
        return File.ReadAllText($"{_instance.PaperDirectory}/paper.txt");
    }

    public void Dispose()
    {
        _spooler?.Dispose();
        _printer.Dispose();
        Spool.Dispose();
        Remove(_instance);
    }

    private static void Remove(StationInstance instance)
    {
        instance.Remove();
        if (Directory.Exists(instance.StateDirectory)) Directory.Delete(instance.StateDirectory, recursive: true);
    }

    /// <summary>A lesson that was killed could not clean up.</summary>
    private static void RemoveLeft()
    {
        foreach (var name in InstanceName.Existing())
        {
            if (!name.Name.StartsWith(Prefix, StringComparison.Ordinal) || !int.TryParse(name.Name[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) continue;
            if (ProcessControl.StartTicks(pid) is null) Remove(StationInstance.At(name));
        }
    }
}
