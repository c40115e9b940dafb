using System.Text.Json;
using EdgeIpc.Posix;
using EdgeIpc.Spool;

namespace EdgeIpc.Tests;

/// <summary>What people type to print and to manage, on an instance without a spooler: submitting works all the same.</summary>
public sealed class PrintVerbsTests : IDisposable
{
    private readonly PrintingStation _station = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeipc-print-").FullName;

    [Fact]
    public void A_text_is_accepted_and_its_number_is_all_that_is_printed()
    {
        var first = _station.Run("print", Write("notes.txt", "Grüße\n"u8), "--copies", "2", "--priority", "70");
        var second = _station.RunWith("from a pipe\n", "print", "-", "--title", "piped", "--hold");

        Assert.Equal(new Outcome(0, "1\n", ""), first);
        Assert.Equal(new Outcome(0, "2\n", ""), second);
        var jobs = _station.Spool.Jobs(withFinished: false).ToDictionary(job => job.Number);
        Assert.Equal(("notes.txt", 2, 70, DocumentFormat.Text, JobState.Pending), (jobs[1].Title, jobs[1].Copies, jobs[1].Priority, jobs[1].Format, jobs[1].State));
        Assert.Equal(("piped", JobState.PendingHeld, Accounts.UserName(Accounts.EffectiveUserId)), (jobs[2].Title, jobs[2].State, jobs[2].SubmittedBy));
    }

    [Fact]
    public void Bytes_with_printer_commands_are_taken_as_raw()
    {
        Assert.Equal(0, _station.Run("print", Write("cut.bin", [0x1b, (byte)'@', (byte)'x', (byte)'\n'])).ExitCode);

        Assert.Equal(DocumentFormat.Raw, _station.Spool.Find(1)!.Format);
    }

    [Theory]
    [InlineData("", "is empty; there is nothing to print.")]
    [InlineData(" \n \n", "can't be printed: the document has no text that prints.")]
    [InlineData("\x1d(", "ends inside a command")]
    public void A_document_that_prints_nothing_is_refused_before_it_is_a_job(string content, string sentence)
    {
        var outcome = _station.Run("print", Write("bad", System.Text.Encoding.Latin1.GetBytes(content)));

        AssertRefused(outcome, ExitCode.BadDocument, sentence);
    }

    [Fact]
    public void Bytes_that_are_neither_text_nor_commands_are_refused() =>
        AssertRefused(_station.Run("print", Write("latin1.txt", [0x47, 0x72, 0xfc, 0xdf, 0x65, 0x0a])), ExitCode.BadDocument, "is neither UTF-8 text, a PNG or JPEG picture nor ESC/POS");

    [Fact]
    public void A_receipt_is_kept_as_commands_and_its_preview_submits_nothing()
    {
        string receipt = Write("shop.receipt", "# SHOP\nTea | 2.10\n@qr text\n"u8), preview = Path.Combine(_folder, "shop.png");

        Assert.Equal(new Outcome(0, "", ""), _station.Run("print", receipt, "--preview", preview));
        Assert.Empty(_station.Spool.Jobs(withFinished: true));
        Assert.Equal([0x89, 0x50], File.ReadAllBytes(preview)[..2]);
        Assert.Equal(new Outcome(0, "1\n", ""), _station.Run("print", receipt));
        var job = Assert.Single(_station.Spool.Jobs(withFinished: false));
        Assert.Equal((DocumentFormat.Raw, "shop.receipt"), (job.Format, job.Title));
        AssertRefused(_station.Run("print", Write("bad.receipt", "ok\n@nothing\n"u8)), ExitCode.BadDocument, "bad.receipt can't be printed: line 2: there is no @nothing; allowed are @qr", waiting: 1);
    }

    [Fact]
    public void The_drawer_is_opened_where_the_queues_owner_allows_it()
    {
        string document = Write("kick.bin", [0x1b, (byte)'p', 0, 25, 25, (byte)'x', 10]);
        AssertRefused(_station.Run("print", document), ExitCode.BadDocument, "opens the cash drawer");
        Assert.Equal(0, _station.Run("print", document, "--settings", Write("settings.json", """{ "printer": { "allowDrawer": true } }"""u8)).ExitCode);
    }

    [Fact]
    public void What_prints_as_a_box_is_told_at_once_and_stands_with_the_job()
    {
        var outcome = _station.Run("print", Write("rare.txt", System.Text.Encoding.UTF8.GetBytes("rare: \U0010FFFD\n")));
        Assert.Equal((0, "1\n"), (outcome.ExitCode, outcome.Output));
        Assert.Contains("print as a box: U+10FFFD", outcome.Errors, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_station.Run("jobs", "--json").Output);
        Assert.Contains("print as a box: U+10FFFD", json.RootElement[0].GetProperty("warning").GetString(), StringComparison.Ordinal);
        Assert.Contains("print as a box: U+10FFFD", _station.Run("jobs").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_over_the_limit_is_refused()
    {
        string settings = Write("settings.json", """{ "spool": { "documentKilobytes": 1 } }"""u8);

        AssertRefused(_station.Run("print", Write("big.txt", new byte[1_025].AsSpan()), "--settings", settings), ExitCode.BadDocument, "big.txt is too large; allowed are 1024 bytes.");
        AssertRefused(_station.RunWith(new string('x', 2_000), "print", "-", "--settings", settings), ExitCode.BadDocument, "- is too large; allowed are 1024 bytes.");
    }

    [Fact]
    public void A_missing_file_and_a_directory_each_have_their_sentence()
    {
        AssertRefused(_station.Run("print", $"{_folder}/missing"), ExitCode.NoSuchFile, $"There is no file {_folder}/missing.");
        AssertRefused(_station.Run("print", _folder), ExitCode.BadDocument, $"{_folder} is a directory; print its files one by one.");
    }

    [Fact]
    public void An_unreadable_file_is_not_permitted()
    {
        Assert.SkipWhen(Accounts.EffectiveUserId == 0, "root may read every file");
        string path = Write("secret", "x\n"u8);
        File.SetUnixFileMode(path, UnixFileMode.None);

        AssertRefused(_station.Run("print", path), ExitCode.NotPermitted, $"{path} may not be read by this user.");
    }

    [Theory]
    [InlineData("--copies", "0", "0 copies were asked for; allowed are 1 to 100.")]
    [InlineData("--priority", "101", "Priority 101 was asked for; allowed is 1 to 100.")]
    public void An_option_out_of_range_is_a_usage_error(string option, string value, string sentence) =>
        AssertRefused(_station.Run("print", Write("x.txt", "x\n"u8), option, value), ExitCode.Usage, sentence);

    [Fact]
    public void A_full_queue_is_busy()
    {
        string settings = Write("settings.json", """{ "spool": { "queuedJobs": 1 } }"""u8);
        string document = Write("x.txt", "x\n"u8);
        Assert.Equal(0, _station.Run("print", document, "--settings", settings).ExitCode);

        AssertRefused(_station.Run("print", document, "--settings", settings), ExitCode.Busy, "The queue is full: 1 jobs wait, allowed are 1.", waiting: 1);
    }

    [Fact]
    public void A_damaged_spool_is_named_and_left_alone()
    {
        using var damaged = new PrintingStation();
        damaged.Spool.Dispose();
        File.WriteAllText($"{damaged.Instance.SpoolDirectory}/spool.db", new string('?', 5_000));
        File.Delete($"{damaged.Instance.SpoolDirectory}/spool.db-wal");

        var outcome = damaged.Run("jobs");

        Assert.Equal((int)ExitCode.BadDocument, outcome.ExitCode);
        Assert.Contains("spool.db is damaged", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Jobs_are_held_released_moved_canceled_and_restarted_by_their_numbers()
    {
        _station.Submit("first\n");
        _station.Submit("second\n");

        Assert.Equal(new Outcome(0, "Job 1 is pending-held.\n", ""), _station.Run("job", "hold", "1"));
        Assert.Equal(new Outcome(0, "Job 1 is pending.\n", ""), _station.Run("job", "release", "1"));
        Assert.Equal(new Outcome(0, "Job 2 is pending.\n", ""), _station.Run("job", "move", "2"));
        Assert.Equal([2L, 1L], _station.Spool.Jobs(withFinished: false).Select(job => job.Number));
        Assert.Equal(new Outcome(0, "Job 1 is canceled.\n", ""), _station.Run("job", "cancel", "1"));
        Assert.Equal(new Outcome(0, "Job 1 is pending.\n", ""), _station.Run("job", "restart", "1"));
        AssertRefused(_station.Run("job", "release", "1"), ExitCode.Usage, "Job 1 is pending: only a held job can be released.", waiting: 2);
        AssertRefused(_station.Run("job", "hold", "77"), ExitCode.NoSuchFile, "There is no job 77 in the spool.", waiting: 2);
    }

    [Fact]
    public void A_job_is_moved_before_another_and_the_reason_why_nothing_comes_out_is_said_first()
    {
        for (int i = 1; i <= 3; i++) _station.Submit($"{i}\n");

        Assert.Equal(new Outcome(0, "Job 3 is pending.\n", ""), _station.Run("job", "move", "3", "--before", "2"));
        Assert.Equal([1L, 3L, 2L], _station.Spool.Jobs(withFinished: false).Select(job => job.Number));
        AssertRefused(_station.Run("job", "move", "3", "--before", "9"), ExitCode.NoSuchFile, "There is no job 9 in the spool.", waiting: 3);
        AssertRefused(_station.Run("job", "move", "3", "--before", "2", "--priority", "7"), ExitCode.Usage, "--before and --priority exclude each other", waiting: 3);
        Assert.StartsWith("The printer is stopped: offline. No spooler is running.\n", _station.Run("jobs").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_becomes_of_a_job_after_a_crash_can_be_said_when_it_is_submitted()
    {
        Assert.Equal(0, _station.RunWith("a ticket\n", "print", "-", "--after-crash", "hold").ExitCode);
        Assert.Equal(CrashPolicy.Hold, _station.Spool.Find(1)!.AfterCrash);

        Assert.Equal((int)ExitCode.Usage, _station.RunWith("a ticket\n", "print", "-", "--after-crash", "pray").ExitCode);
    }

    [Fact]
    public void The_log_says_who_printed_what_and_what_it_took()
    {
        Assert.Equal("No job has been finished.\n", _station.Run("jobs", "--log").Output);
        long job = _station.Submit("a receipt\n", title: "=1+1, \"quoted\"");
        using (var seat = _station.Spool.TakeSeat()!)
        {
            seat.TakeNext();
            long serial = seat.NoteSent(new BandToSend(job, 0, 0, Rows: 80, OpenCommandBytes: 10, IsRepeatable: true, Bytes: 120));
            seat.Complete(job, new ConfirmedBand[] { new(serial, TookMs: 1_500) });
        }

        string[] csv = _station.Run("jobs", "--log", "--csv").Output.Split('\n');
        Assert.StartsWith("job,finished,by,title,state,", csv[0], StringComparison.Ordinal);
        // No cell is a formula to a spreadsheet.
        Assert.EndsWith(",test,\"'=1+1, \"\"quoted\"\"\",completed,10,1,120,1,0,80,10.0,1.500,0,", csv[1].Replace("unknown", "test", StringComparison.Ordinal), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_station.Run("jobs", "--log", "--json").Output);
        Assert.Equal((120, 10.0, 1.5), (json.RootElement[0].GetProperty("lineBytes").GetInt32(), json.RootElement[0].GetProperty("paperMm").GetDouble(), json.RootElement[0].GetProperty("seconds").GetDouble()));
        Assert.Contains("10.0      1.5", _station.Run("jobs", "--log").Output, StringComparison.Ordinal);
        AssertRefused(_station.Run("jobs", "--csv"), ExitCode.Usage, "--csv is for the log");
    }

    [Fact]
    public void The_list_of_jobs_is_a_table_or_json()
    {
        _station.Submit("first\n", title: "first");
        _station.Spool.Cancel(_station.Submit("second\n"));

        Assert.Contains("pending", _station.Run("jobs").Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canceled", _station.Run("jobs").Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_station.Run("jobs", "--all", "--json").Output);
        Assert.Equal<string?>(["pending", "canceled"], [.. json.RootElement.EnumerateArray().Select(job => job.GetProperty("state").GetString())]);
        Assert.Equal("job-canceled-by-user", json.RootElement[1].GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public void A_test_page_is_a_job_where_a_spooler_runs_and_is_printed_directly_where_none_does()
    {
        _station.StartEmulator();
        string device = new FileInfo(_station.Instance.PrinterLink).LinkTarget!;

        var direct = _station.Run("printer", "test", "--device", device);
        long directRows = _station.Paper.RowsFirst;
        _station.StartSpooler();
        var asJob = _station.Run("printer", "test");
        _station.UntilState(1, JobState.Completed);

        Assert.Equal(0, direct.ExitCode);
        Assert.StartsWith("The printer confirmed ", direct.Output, StringComparison.Ordinal);
        Assert.Contains($" {directRows} rows, in ", direct.Output, StringComparison.Ordinal);
        Assert.Equal(new Outcome(0, "1\n", ""), asJob);
        // The line's name on the page differs in length, so the second page may be a line longer.
        Assert.InRange(_station.Paper.RowsFirst, 2 * directRows - 60, 2 * directRows + 60);
    }

    [Fact]
    public void A_test_page_without_a_line_says_what_is_missing()
    {
        AssertRefused(_station.Run("printer", "test", "--device", $"{_folder}/ttyNone"), ExitCode.Unavailable, $"Serial device {_folder}/ttyNone is not there");
        AssertRefused(_station.Run("printer", "test"), ExitCode.Unavailable, "No spooler is running, and no serial device is named");
        AssertRefused(_station.Run("printer", "test", "--device", "/dev/null", "--baud", "1"), ExitCode.Usage, "printer.baud is 1");
        AssertRefused(_station.Run("printer", "test", "--device", "/dev/null"), ExitCode.Unavailable, "/dev/null is not a serial device.");
    }

    [Fact]
    public void The_printer_is_paused_and_resumed_and_says_how_it_is()
    {
        Assert.Equal(new Outcome(0, "The printer is paused.\n", ""), _station.Run("printer", "pause"));
        Assert.Equal(new Outcome(0, "stopped: paused, offline. No spooler is running.\n", ""), _station.Run("printer", "status"));
        Assert.Equal(new Outcome(0, "The printer goes on.\n", ""), _station.Run("printer", "resume"));
        using var json = JsonDocument.Parse(_station.Run("printer", "status", "--json").Output);
        Assert.False(json.RootElement.GetProperty("spoolerRuns").GetBoolean());
    }

    public void Dispose()
    {
        _station.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void AssertRefused(Outcome outcome, ExitCode exitCode, string sentence, int waiting = 0)
    {
        Assert.Equal((int)exitCode, outcome.ExitCode);
        Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal);
        // One sentence, nothing else, and nothing half done.
        Assert.Single(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", outcome.Output);
        Assert.Equal(waiting, _station.Spool.Totals().Jobs.Waiting);
    }

    private string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = $"{_folder}/{name}";
        File.WriteAllBytes(path, content);
        return path;
    }
}
