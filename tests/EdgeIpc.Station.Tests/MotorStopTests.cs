using EdgeIpc.Ledger;
using EdgeIpc.Paper;
using EdgeIpc.Spool;

namespace EdgeIpc.Tests;

/// <summary>A picture comes slower than it is printed: how often the motor had to wait is the job's to know.</summary>
public sealed class MotorStopTests
{
    /// <summary>A head that can't be slowed, and a buffer of five rows.</summary>
    private const string Profile = "generic-58";

    private const string Settings = $$"""{ "printer": { "profile": "{{Profile}}", "flow": "none" } }""";

    [Fact]
    public void An_emulated_printer_counts_each_jobs_motor_stops_and_people_are_told()
    {
        using var station = new PrintingStation(timeScale: 4, Settings);
        station.StartEmulator();
        station.StartSpooler();
        long first = station.Submit(Picture(rows: 600), DocumentFormat.Raw), text = station.Submit("one line\n"), second = station.Submit(Picture(rows: 120), DocumentFormat.Raw);
        station.Until(() => SpoolerPage.TryRead(station.Instance.Counters.Spooler)?.Counts is { MotorStops: > 0, MotorStopsSeen: 1 }, "the job in print is shown as buffering");
        station.UntilState(second, JobState.Completed);

        MotorStops Of(long job) => station.Spool.Find(job)!.Cost.MotorStops;
        Assert.Equal((MotorStopSource.Printer, MotorStopSource.Printer, MotorStopSource.Printer), (Of(first).By, Of(text).By, Of(second).By));
        Assert.True(Of(first).Count > 0 && Of(second).Count > 0);
        // The motor that stands between two jobs is no stop of either, and all others are some job's.
        Assert.Equal(station.Paper.MotorStops, Of(first).Count + Of(text).Count + Of(second).Count);
        Assert.Contains($"buffering: {Of(first).Count} motor stops, counted by the printer", station.Run("jobs", "--all").Output, StringComparison.Ordinal);
        Assert.Contains($",{Of(first).Count},printer", station.Run("jobs", "--log", "--csv").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_job_that_another_spooler_began_only_the_plan_is_known()
    {
        using var station = new PrintingStation(timeScale: 4, Settings);
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Picture(rows: 120), DocumentFormat.Raw);
        station.Until(() => station.Spool.Totals().Bands.BandsConfirmed > 0, "a band is printed");
        PrintingStation.Kill(station.Spooler!);
        station.StartSpooler();
        station.UntilState(job, JobState.Completed);

        var stops = station.Spool.Find(job)!.Cost.MotorStops;
        Assert.Equal(MotorStopSource.Plan, stops.By);
        Assert.True(stops.Count > 0);
        Assert.Contains($"about {stops.Count} motor stop", station.Run("jobs", "--all").Output, StringComparison.Ordinal);
        string[] log = station.Run("jobs", "--log").Output.Split('\n');
        Assert.Contains(log, line => line.Contains($"~{stops.Count}", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("as planned", StringComparison.Ordinal));
    }

    private static byte[] Picture(int rows)
    {
        byte[] pixels = [.. Enumerable.Range(0, 384 * rows).Select(index => (byte)(index * 7919 % 11 < 3 ? 0 : 255))];
        return PictureDocument.Create(new GreyPicture(384, rows, pixels), PrinterProfile.Load(Profile), 19_200).Content.ToArray();
    }
}
