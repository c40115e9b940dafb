using System.Text;
using EdgeIpc.Posix;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Spool.Tests;

/// <summary>A spool in a directory of its own, gone with the test.</summary>
internal sealed class TempSpool : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("edgeipc-spool-test-").FullName;

    private readonly SettableClock _clock;

    public TempSpool(SpoolLimits? limits = null)
    {
        Limits = limits ?? new SpoolLimits();
        _clock = new SettableClock(Time);
        Spool = Open();
    }

    public SpoolLimits Limits { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero));

    public string Path => $"{_parent}/spool";

    public string Database => $"{Path}/spool.db";

    /// <summary>Moves what people read off the clock, and not the time that has passed: what setting a clock does.</summary>
    public void SetClock(TimeSpan change) => _clock.Change += change;

    public PrintSpool Spool { get; private set; }

    /// <summary>The same spool, opened once more, as another process would.</summary>
    public PrintSpool Open() => PrintSpool.Open(Path, FileSharing.OwnerOnly, Limits, _clock);

    public void Reopen()
    {
        Spool.Dispose();
        Spool = Open();
    }

    /// <summary>A directory beside the spool, for copies.</summary>
    public string Beside(string name) => $"{_parent}/{name}";

    public long Accept(string text = "hello", int priority = 50, bool hold = false) =>
        Assert.IsType<SubmitResult.Accepted>(Spool.Submit(Text(text) with { Priority = priority, Hold = hold })).JobNumber;

    public JobState StateOf(long job) => Spool.Find(job)!.State;

    public static SubmitRequest Text(string text) => new(Encoding.UTF8.GetBytes(text), DocumentFormat.Text) { Title = text[..Math.Min(text.Length, 40)] };

    public static BandToSend Band(long job, int index, int rows = 24, bool repeatable = true) =>
        new(job, Copy: 0, index, rows, OpenCommandBytes: 100 + index, repeatable);

    public void Dispose()
    {
        Spool.Dispose();
        Directory.Delete(_parent, recursive: true);
    }

    private sealed class SettableClock(FakeTimeProvider time) : TimeProvider
    {
        public TimeSpan Change { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Change;

        public override long GetTimestamp() => time.GetTimestamp();
    }
}
