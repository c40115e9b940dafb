using System.Text.Json;
using EdgeIpc.Commands;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;

namespace EdgeIpc.Tests;

/// <summary>
/// What people and other programs do wrong: each gets one clear sentence and the exit code of the design, and the station
/// goes on as if nothing had happened.
/// </summary>
public sealed class BadInputTests(RunningStation station) : IClassFixture<RunningStation>
{
    private readonly string _files = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;

    public static TheoryData<string, int, string> Arguments { get; } = new()
    {
        { "frobnicate", 64, "'frobnicate' is no verb" },
        { "status --frobnicate", 64, "--frobnicate" },
        { "send frobnicate", 64, "frobnicate" },
        { "send rate 0", 64, "10000" },
        { "send rate 1000000000", 64, "10000" },
        { "send rate fast", 64, "fast" },
        { "send alarm x sideways 1", 64, "above|below" },
        { "tap --count 0", 64, "--count" },
        { "demo --for soon", 64, "soon" },
        { "demo --rate 0", 64, "1 to 10000" },
        { "demo --kill cat", 64, "sensor, controller, recorder, spooler" },
        { "demo --sensor play:FILES/none.rec", 66, "none.rec" },
        { "demo --sensor play:FILES/empty.txt", 65, "empty.txt" },
        { "demo --sensor play:", 64, "play:FILE" },
        { "demo --sensor play:FILES/none.rec --rate 10", 64, "--rate" },
        { "demo --loop", 64, "--sensor play:FILE" },
        { "tap --count x", 64, "--count x: that is no whole number" },
        { "job hold x", 64, "'x' is no whole number" },
        { "job hold", 64, "'edgeipc job hold --help'" },
        { "play FILES/none.rec --speed fast", 64, "--speed fast: that is no number" },
        { "print FILES/empty.txt --copies x", 64, "--copies x: that is no whole number" },
        { "print FILES/missing.txt", 66, "missing.txt" },
        { "print FILES", 65, "directory" },
        { "print FILES/empty.txt", 65, "empty" },
        { "print FILES/large.txt", 65, "is too large" },
        { "job cancel 999999", 66, "999999" },
        { "settings check --settings FILES/damaged.json", 78, "line 2" },
        { "settings check --settings FILES/unknown.json", 78, "'sensor.ratehz' is no setting" },
        { "settings check --settings FILES/none.json", 66, "none.json" },
        { "printer test --device /dev/edgeipc-none", 69, "/dev/edgeipc-none" },
        { "printer test --device FILES/empty.txt", 69, "empty.txt" },
        { "printer test --device LINE", 75, "printer" },
        { "bench --rounds 0", 64, "1 to 1000" },
        { "bench-side ring", 64, "'bench' alone" },
        { "sensor", 75, "sensor already" },
        { "spooler", 75, "spooler already" },
    };

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Bad_arguments_get_one_sentence_and_an_exit_code(string arguments, int exitCode, string named)
    {
        File.WriteAllText($"{_files}/empty.txt", "");
        File.WriteAllText($"{_files}/large.txt", new string('x', 5 << 20));
        File.WriteAllText($"{_files}/damaged.json", "{ \"sensor\":\n { \"rateHz\": } }");
        File.WriteAllText($"{_files}/unknown.json", "{ \"sensor\": { \"ratehz\": 5 } }");
        string line = StationInstance.Find(station.Name).PrinterLink;
        Refuses(station.Run(arguments.Replace("FILES", _files, StringComparison.Ordinal).Replace("LINE", line, StringComparison.Ordinal).Split(' ')), exitCode, named);
    }

    [Fact]
    public void An_unreadable_file_is_told_as_not_permitted()
    {
        Assert.SkipWhen(Accounts.EffectiveUserId == 0, "root may read every file");
        string path = $"{_files}/secret.txt";
        File.WriteAllText(path, "secret");
        File.SetUnixFileMode(path, UnixFileMode.None);
        Refuses(station.Run("print", path), 77, "secret.txt");
    }

    [Fact]
    public void A_full_disk_refuses_the_document_and_keeps_the_spool_whole()
    {
        string path = $"{_files}/document.txt";
        File.WriteAllText(path, new string('x', 100_000));
        long before = WaitingJobs();
        // A limit on the size of files is how an ordinary user meets a full disk. The runtime maps its code from a file that
        // the limit would count too, unless it is told not to.
        using var shell = System.Diagnostics.Process.Start(LimitedShell($"export DOTNET_EnableWriteXorExecute=0; ulimit -f 1; exec '{Edgeipc.Program}' print '{path}' --instance {station.Name}"))!;
        shell.StandardInput.Close();
        Refuses(Edgeipc.Finish(shell), 73, "The disk that holds the spool ");
        Assert.Equal(before, WaitingJobs());
        Assert.Equal(0, station.Run("jobs").ExitCode);
    }

    [Fact]
    public void A_full_queue_is_told_at_once()
    {
        int controller = ControllerId();
        Assert.True(ProcessControl.Send(controller, PosixSignalNumber.Stop));
        try
        {
            // Ordinary messages stop at 8 of 10 places; the demo's own questions may take some of them.
            var outcomes = Enumerable.Range(0, QueueLimits.OrdinaryMessages + 1).Select(i => station.Run("send", "say", $"message {i}")).ToList();
            Refuses(outcomes[^1], 75, "full");
        }
        finally
        {
            ProcessControl.Send(controller, PosixSignalNumber.Continue);
        }

        Assert.Equal(0, station.Run("send", "ping").ExitCode);
    }

    [Fact]
    public void A_station_that_starts_warns_of_nothing()
    {
        // Its emulated printer starts beside the spooler and is no missing cable.
        string log = File.ReadAllText($"{station.Environment["XDG_STATE_HOME"]}/edgeipc/{station.Name}/logs/spooler.log");
        Assert.Contains("Spooling from", log, StringComparison.Ordinal);
        Assert.DoesNotContain("cable", log, StringComparison.Ordinal);
        Assert.DoesNotContain("is not there", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("controller")]
    [InlineData("recorder")]
    public void A_kill_is_answered_though_it_is_the_controllers_own(string role)
    {
        var killed = station.Run("send", "kill", role);
        Assert.True(killed.ExitCode == 0, killed.Errors);
        Assert.Matches($@"^The {role} \(process \d+\) is killed; it comes back\.$", killed.Output.Trim());
        // It does: a command that waited in the kernel meanwhile is answered.
        Assert.Equal(0, station.Run("send", "ping").ExitCode);
        Refuses(station.Run("send", "kill", "cat"), 64, "there are sensor, controller, recorder, spooler");
    }

    [Theory]
    [InlineData("foreign")]
    [InlineData("truncated")]
    [InlineData("checksum")]
    [InlineData("version")]
    [InlineData("empty")]
    public void A_damaged_message_is_counted_and_harms_nothing(string damage)
    {
        var instance = StationInstance.Find(station.Name);
        long before = Malformed(instance);
        using (var queue = PosixMessageQueue.Open(instance.Queues.NameOf("controller"))!)
            Assert.Equal(QueueSendResult.Sent, queue.TrySend(Damaged(damage), priority: 0));
        // The queue is read in order: an answered ping says that the message before it was dealt with.
        Assert.Equal(0, station.Run("send", "ping").ExitCode);
        Assert.Equal(before + 1, Malformed(instance));
    }

    private static void Refuses(Outcome outcome, int exitCode, string named)
    {
        Assert.True(exitCode == outcome.ExitCode, $"exit code {outcome.ExitCode} instead of {exitCode}: {outcome.Errors}{outcome.Output}");
        string sentence = Assert.Single(outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("edgeipc: ", sentence, StringComparison.Ordinal);
        Assert.Contains(named, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", sentence, StringComparison.Ordinal);
    }

    private static byte[] Damaged(string damage)
    {
        var frame = new Frame { Kind = FrameKind.Request, RequestId = 1, ReplyQueueName = "", Payload = "{}"u8 };
        byte[] bytes = new byte[Frame.SizeBytesMax];
        Assert.True(frame.TryWrite(bytes, out int sizeBytes));
        bytes = bytes[..sizeBytes];
        switch (damage)
        {
            case "foreign":
                return "Hello, controller!"u8.ToArray();
            case "truncated":
                return bytes[..(sizeBytes / 2)];
            case "checksum":
                bytes[sizeBytes / 2] ^= 1;
                return bytes;
            case "version":
                bytes[FrameVersionOffset] = 99;
                return bytes;
            default:
                return [];
        }
    }

    /// <summary>Of the frame's public layout.</summary>
    private const int FrameVersionOffset = 4;

    private static long Malformed(StationInstance instance) => ReceiverPage.TryRead(instance.Counters.Receiver("controller"))!.Value.Counts.Malformed;

    private int ControllerId()
    {
        using var status = JsonDocument.Parse(station.Run("status", "--json").Output);
        return status.RootElement.GetProperty("processes").EnumerateArray().Single(p => p.GetProperty("role").GetString() == "controller").GetProperty("pid").GetInt32();
    }

    private long WaitingJobs()
    {
        using var status = JsonDocument.Parse(station.Run("status", "--json").Output);
        return status.RootElement.GetProperty("ledger").GetProperty("jobs").GetProperty("accepted").GetInt64();
    }

    private System.Diagnostics.ProcessStartInfo LimitedShell(string script)
    {
        var start = new System.Diagnostics.ProcessStartInfo("/bin/bash", ["-c", script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in station.Environment) start.Environment[name] = value;
        return start;
    }
}
