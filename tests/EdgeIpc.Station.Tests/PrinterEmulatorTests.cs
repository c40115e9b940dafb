using System.Diagnostics;
using System.Text;
using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;

namespace EdgeIpc.Tests;

public sealed class PrinterEmulatorTests : IDisposable
{
    private static readonly byte[] Fence = [0x1d, (byte)'(', (byte)'H', 6, 0, 0x30, 0x30, (byte)' ', (byte)' ', (byte)' ', (byte)'!'];
    private static readonly byte[] FenceAnswer = [0x37, 0x22, (byte)' ', (byte)' ', (byte)' ', (byte)'!', 0];
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static int s_count;

    private readonly InstanceName _name = InstanceName.Parse($"e{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
    private readonly StationInstance _instance;
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeipc-emulator-").FullName;
    private Process? _process;

    public PrinterEmulatorTests() => _instance = StationInstance.OpenOrCreate(_name);

    private string WirePath => Path.Combine(_folder, "wire.bin");

    private string PaperPath => Path.Combine(_folder, "roll.png");

    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _instance.Remove();
        Directory.Delete(_instance.StateDirectory, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void It_prints_what_comes_over_its_line_and_answers_when_it_lies_on_paper()
    {
        Start();
        byte[] document = [.. "first line\nsecond line\n"u8, .. Fence, 0x1b, (byte)'J', 120, 0x1d, (byte)'V', 1];
        using (var line = OpenLine())
        {
            line.Write(document);
            Assert.Equal(FenceAnswer, Read(line, FenceAnswer.Length));
        }

        Stop();
        Assert.Equal(document, File.ReadAllBytes(WirePath));
        Assert.Equal("first line\nsecond line\n", File.ReadAllText($"{_instance.PaperDirectory}/receipt-0001.txt"));
        Assert.Equal("PNG", Encoding.ASCII.GetString(File.ReadAllBytes(PaperPath), 1, 3));
        Assert.Null(new FileInfo(_instance.PrinterLink).LinkTarget);

        EmulatorCounts counts = EmulatorPage.TryRead(_instance.Counters.PrinterEmulator)!.Value.Counts;
        Assert.Equal((60, 0, 0, 1), (counts.RowsFirst, counts.RowsRepeatedUnmarked, counts.BytesDropped, counts.Cuts));
        Assert.Equal(document.Length, counts.BytesAccepted);
    }

    [Fact]
    public void It_remembers_the_open_command_when_the_line_is_closed_and_opened_again()
    {
        Start();
        byte[] half = [0x1d, (byte)'v', (byte)'0', 0, 48, 0, 10, 0, .. new byte[200]];
        using (var first = OpenLine()) first.Write(half);
        using (var second = OpenLine())
        {
            // These zeros are the rest of the picture; only then do words count again.
            second.Write([.. new byte[280], .. "words\n"u8, .. Fence]);
            Assert.Equal(FenceAnswer, Read(second, FenceAnswer.Length));
        }

        Stop();
        Assert.Equal("[picture 384x10]\nwords\n", File.ReadAllText($"{_instance.PaperDirectory}/paper.txt"));
    }

    [Fact]
    public void Paper_cover_and_plug_are_pulled_by_commands()
    {
        Start();
        using var line = OpenLine();
        Ask(new Command.Paper(PaperChange.Out));
        Assert.Equal(0x32, AskStatus(line, 2));
        Ask(new Command.Paper(PaperChange.In));
        Ask(new Command.Cover(CoverChange.Open));
        Assert.Equal(0x16, AskStatus(line, 2));
        Ask(new Command.Cover(CoverChange.Close));
        Assert.Equal(0x12, AskStatus(line, 2));

        // FEED moves the paper by a line, but not while the printer is open.
        Ask(new Command.Feed());
        RunUntil(() => Send(new Command.Status()).Sentence.Contains("idle; 30 rows printed", StringComparison.Ordinal));
        Ask(new Command.Cover(CoverChange.Open));
        Assert.Equal(ReplyCode.Busy, Send(new Command.Feed()).Code);
        Ask(new Command.Cover(CoverChange.Close));

        Ask(new Command.PowerCut());
        // XON: the printer has started again, by itself.
        Assert.Equal([0x11], Read(line, 1));
        Assert.Equal(0x12, AskStatus(line, 1));
        Assert.Equal(ReplyCode.Refused, Send(new Command.Rate(5)).Code);
        Assert.Contains("is idle", Send(new Command.Status()).Sentence, StringComparison.Ordinal);
        Stop();
    }

    [Fact]
    public void A_second_one_is_refused_and_the_first_keeps_its_line()
    {
        Start();
        string target = new FileInfo(_instance.PrinterLink).LinkTarget!;
        Outcome second = Edgeipc.Run(Role.PrinterEmulator, "--instance", _name.Name);
        Assert.Equal((int)ExitCode.Busy, second.ExitCode);
        Assert.Equal(target, new FileInfo(_instance.PrinterLink).LinkTarget);
        Stop();
    }

    [Theory]
    [InlineData("--baud", "100", "1200 to 3000000")]
    [InlineData("--profile", "laser", "edgeipc-58, generic-58")]
    [InlineData("--time-scale", "0", "0.1 to 1000")]
    public void A_value_out_of_range_is_refused_in_one_sentence(string option, string value, string allowed)
    {
        Outcome outcome = Edgeipc.Run(Role.PrinterEmulator, "--instance", _name.Name, option, value);
        Assert.Equal((int)ExitCode.Usage, outcome.ExitCode);
        Assert.Contains(allowed, outcome.Errors, StringComparison.Ordinal);
    }

    private void Start()
    {
        _process = Edgeipc.Start(
            null, Role.PrinterEmulator, "--instance", _name.Name, "--lifeline", "--time-scale", "20", "--wire", WirePath, "--paper", PaperPath);
        Assert.Equal(ProcessRun.ReadyLine, _process.StandardOutput.ReadLine());
    }

    private void Stop()
    {
        ProcessControl.Send(_process!.Id, PosixSignalNumber.Terminate);
        Outcome outcome = Edgeipc.Finish(_process);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        _process = null;
    }

    private LineUser OpenLine()
    {
        Assert.Equal(TerminalOpenOutcome.Opened, LineProbe.TryOpen(_instance.PrinterLink, out var probe));
        return new LineUser(probe!);
    }

    private static int AskStatus(LineUser line, byte which)
    {
        line.Write([0x10, 0x04, which]);
        return Read(line, 1)[0];
    }

    private static byte[] Read(LineUser line, int count)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
            read += line.ReadSome(bytes.AsSpan(read), Bound);
        return bytes;
    }

    private static void RunUntil(Func<bool> isSo) => Assert.True(SpinWait.SpinUntil(isSo, Bound));

    private void Ask(Command command) => Assert.Equal(ReplyCode.Ok, Send(command).Code);

    private Reply Send(Command command)
    {
        var (sender, pages) = StationQueues.OpenSender(_instance);
        using (sender)
        using (pages)
            return Assert.IsType<SendResult.Replied>(sender.Send(Role.PrinterEmulator, command, Bound, TestContext.Current.CancellationToken)).Reply;
    }

    /// <summary>Whoever has the printer's line open.</summary>
    private sealed class LineUser(LineProbe probe) : IDisposable
    {
        public void Write(ReadOnlySpan<byte> bytes) => Assert.Equal(bytes.Length, probe.File.Write(bytes));

        public int ReadSome(Span<byte> destination, TimeSpan bound)
        {
            using var epoll = new Epoll();
            epoll.Add(probe.File, 0);
            Assert.Equal(1, epoll.Wait(new ReadyEvent[1], bound));
            return Math.Max(0, probe.File.Read(destination));
        }

        public void Dispose() => probe.Dispose();
    }
}
