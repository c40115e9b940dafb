using EdgeIpc.Commands;
using EdgeIpc.Ledger;
using EdgeIpc.Spool;

namespace EdgeIpc.Tests;

/// <summary>The spooler process on the emulated printer: what happens to jobs when paper, cover, line and people come between.</summary>
public sealed class SpoolerTests
{
    // Nearly a full line each: then a long document is longer than what may be under way to the printer.
    private static string Lines(int count, string what = "line") => string.Concat(Enumerable.Range(1, count).Select(i => $"{what} {i}".PadRight(30, '.') + '\n'));

    [Fact]
    public void Jobs_are_printed_one_after_the_other_and_every_row_is_counted_on_both_sides()
    {
        using var station = new PrintingStation();
        station.StartEmulator();
        station.StartSpooler();
        for (int i = 1; i <= 5; i++) station.Submit(Lines(10, $"receipt {i} line"));

        station.Until(() => station.Spool.Totals().Jobs.Completed == 5, "all are printed");
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));

        station.AssertBalanced();
        string[] lines = station.PaperText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal<string>([.. Enumerable.Range(1, 5).SelectMany(i => Enumerable.Range(1, 10).Select(line => $"receipt {i} line {line}".PadRight(30, '.')))], lines);
        Assert.Equal(5, station.Paper.Cuts);
    }

    [Fact]
    public void Copies_are_printed_as_often_as_asked()
    {
        using var station = new PrintingStation();
        station.StartEmulator();
        station.StartSpooler();
        station.Spool.Submit(new SubmitRequest("three times\n"u8.ToArray(), DocumentFormat.Text) { Copies = 3 });

        station.Until(() => station.Spool.Totals().Jobs.Completed == 1, "it is printed");
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));

        Assert.Equal(3, station.PaperText.Split("three times").Length - 1);
        station.AssertBalanced();
    }

    [Fact]
    public void A_printer_of_256_bytes_without_flow_control_or_process_ids_gets_every_byte_also_over_a_kill()
    {
        using var station = new PrintingStation(timeScale: 4, settings: """{ "printer": { "profile": "generic-58", "flow": "none" } }""");
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Lines(60));
        station.Until(() => station.Spool.Totals().Bands.BandsConfirmed > 2, "printing has begun");

        PrintingStation.Kill(station.Spooler!);
        station.StartSpooler();
        station.UntilState(job, JobState.Completed);
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));

        Assert.Equal(0, station.Paper.BytesDropped);
        Assert.Equal(0, station.Spool.Totals().Bands.BandsUnconfirmed);
        var seen = station.PaperText.Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        Assert.Equal(Lines(60), string.Concat(seen.Select(line => line + '\n')));
    }

    [Fact]
    public void Paper_that_runs_out_stops_the_job_and_a_new_roll_lets_it_go_on_without_repeating_anything()
    {
        using var station = new PrintingStation(timeScale: 3);
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Lines(100));
        station.Until(() => station.Paper.RowsFirst > 0, "printing has begun");

        station.Change(new Command.Paper(PaperChange.Out));
        station.UntilState(job, JobState.ProcessingStopped);
        Assert.Equal((JobStateReason.PrinterStopped, "The paper is out."), (station.Spool.Find(job)!.Reason, station.Spool.Find(job)!.Message));
        Assert.Equal((PrinterState.Stopped, PrinterStateReasons.MediaEmpty), (station.Spool.Printer().State, station.Spool.Printer().Reasons));
        station.Change(new Command.Paper(PaperChange.In));
        station.UntilState(job, JobState.Completed);

        station.AssertBalanced();
        Assert.Equal(0, station.Spool.Totals().Bands.BandsReprinted);
    }

    [Fact]
    public void A_power_cut_at_the_printer_is_answered_with_a_mark_and_the_bands_that_were_lost()
    {
        using var station = new PrintingStation(timeScale: 3);
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Lines(100), title: "long one");
        station.Until(() => station.Paper.RowsFirst > 0, "printing has begun");

        station.Change(new Command.PowerCut());
        station.UntilState(job, JobState.Completed);
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));

        station.AssertBalanced();
        Assert.Contains("continued: long one", station.PaperText, StringComparison.Ordinal);
        Assert.Contains("line 100", station.PaperText, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_printer_jobs_wait_and_are_printed_when_it_comes()
    {
        using var station = new PrintingStation();
        station.StartSpooler();
        long job = station.Submit(Lines(3));
        station.Until(() => station.Spool.Printer().Reasons == PrinterStateReasons.Offline, "the printer is seen as offline");
        Assert.Contains("is not there", station.Spool.Printer().Message, StringComparison.Ordinal);
        Assert.Equal(JobState.Pending, station.Spool.Find(job)!.State);

        station.StartEmulator();

        station.UntilState(job, JobState.Completed);
        station.AssertBalanced();
    }

    [Fact]
    public void A_printer_whose_line_hangs_up_in_mid_job_gets_the_rest_when_it_is_back()
    {
        using var station = new PrintingStation(timeScale: 3);
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Lines(100));
        station.Until(() => station.Paper.RowsFirst > 0, "printing has begun");

        PrintingStation.Kill(station.Emulator!);
        station.StartEmulator();

        station.UntilState(job, JobState.Completed);
        // A killed emulator forgets what it saw, so only the spooler's own side can be checked.
        Assert.Equal(0, station.Spool.Totals().Bands.BandsUnconfirmed);
    }

    [Fact]
    public void A_job_that_is_canceled_while_it_is_printed_ends_at_a_band_and_the_paper_says_so()
    {
        using var station = new PrintingStation(timeScale: 2);
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Lines(400), title: "too long");
        long next = station.Submit(Lines(2, "next"));
        station.Until(() => station.Paper.RowsFirst > 0, "printing has begun");

        Assert.IsType<ManageResult.Requested>(station.Spool.Cancel(job));
        station.UntilState(job, JobState.Canceled);
        station.UntilState(next, JobState.Completed);
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));

        station.AssertBalanced();
        string text = station.PaperText;
        Assert.DoesNotContain("line 400", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("canceled: too long", StringComparison.Ordinal) is var at && at > 0 && at < text.IndexOf("next 1", StringComparison.Ordinal), text);
    }

    [Fact]
    public void A_pause_ends_at_a_band_and_the_resumed_job_shows_no_seam()
    {
        using var station = new PrintingStation(timeScale: 3);
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Lines(120));
        station.Until(() => station.Paper.RowsFirst > 0, "printing has begun");

        station.Spool.PausePrinter();
        station.Until(() => station.Spool.Printer() is { IsPaused: true, State: PrinterState.Stopped } && station.Spool.Find(job)!.State == JobState.ProcessingStopped, "it is paused");
        Assert.Equal(0, station.Spool.Totals().Bands.BandsUnconfirmed);
        station.Spool.ResumePrinter();
        station.UntilState(job, JobState.Completed);
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));

        station.AssertBalanced();
        Assert.Equal(Lines(120), station.PaperText);
    }

    [Fact]
    public void A_spooler_that_is_told_to_stop_finishes_what_is_under_way_and_the_next_one_goes_on_without_a_seam()
    {
        using var station = new PrintingStation(timeScale: 3);
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Lines(120));
        station.Until(() => station.Paper.RowsFirst > 0, "printing has begun");

        Assert.Equal(0, PrintingStation.Stop(station.Spooler!));
        Assert.Equal(0, station.Spool.Totals().Bands.BandsUnconfirmed);
        Assert.False(station.Spool.Find(job)!.State.IsFinished());
        station.StartSpooler();
        station.UntilState(job, JobState.Completed);
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));

        station.AssertBalanced();
        Assert.Equal(Lines(120), station.PaperText);
    }

    [Fact]
    public void A_job_that_a_killed_spooler_left_is_held_when_the_settings_say_so()
    {
        using var station = new PrintingStation(timeScale: 2, settings: """{ "printer": { "afterCrash": "hold" } }""");
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Lines(400));
        station.Until(() => station.Spool.Totals().Bands.BandsUnconfirmed > 0, "a band is under way");
        // The printer stands still, so that the band's answer cannot come after all.
        station.Change(new Command.PowerCut());
        PrintingStation.Kill(station.Spooler!);

        station.StartSpooler();

        station.UntilState(job, JobState.PendingHeld);
        Assert.Equal(JobStateReason.PossiblyPrinted, station.Spool.Find(job)!.Reason);
    }

    [Fact]
    public void A_document_that_cannot_be_printed_is_given_up_with_its_reason_and_the_next_one_is_printed()
    {
        using var station = new PrintingStation();
        station.StartEmulator();
        station.StartSpooler();
        long torn = station.Submit([0x1d, (byte)'v', (byte)'0', 0, 48, 0, 10, 0, 1, 2, 3], DocumentFormat.Raw);
        long good = station.Submit("good\n");

        station.UntilState(good, JobState.Completed);

        var job = station.Spool.Find(torn)!;
        Assert.Equal((JobState.Aborted, JobStateReason.DocumentFormatError), (job.State, job.Reason));
        Assert.Contains("ends inside a command", job.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spooler_that_cannot_write_its_journal_sends_nothing_and_goes_on_when_there_is_room()
    {
        const string prlimit = "/usr/bin/prlimit";
        Assert.SkipUnless(File.Exists(prlimit), "prlimit is not installed");
        using var station = new PrintingStation(timeScale: 3);
        station.StartEmulator();
        station.StartSpooler();
        long job = station.Submit(Lines(100));
        station.Until(() => station.Spool.Totals().Bands.BandsConfirmed > 0, "printing has begun");

        // A limit on the size of its files is how an ordinary user's process meets a full disk.
        Limit("0");
        station.Until(() => SpoolerPage.TryRead(station.Instance.Counters.Spooler)!.Value.Counts.PrinterReasons == (long)PrinterStateReasons.SpoolAreaFull, "it says that the spool area is full");
        Assert.False(station.Spooler!.HasExited);
        Assert.False(station.Spool.Find(job)!.State.IsFinished());
        Limit("unlimited");
        station.UntilState(job, JobState.Completed);
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));

        station.AssertBalanced();
        Assert.Contains("line 100", station.PaperText, StringComparison.Ordinal);

        void Limit(string bytes)
        {
            using var tool = System.Diagnostics.Process.Start(prlimit, [$"--pid={station.Spooler!.Id}", $"--fsize={bytes}:unlimited"]);
            tool.WaitForExit();
            Assert.Equal(0, tool.ExitCode);
        }
    }

    [Fact]
    public void A_second_spooler_is_refused()
    {
        using var station = new PrintingStation();
        station.StartSpooler();

        var second = station.Run("spooler");

        Assert.Equal((int)ExitCode.Busy, second.ExitCode);
        Assert.Contains("spooler already", second.Errors, StringComparison.Ordinal);
    }
}
