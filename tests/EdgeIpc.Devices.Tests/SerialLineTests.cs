using System.IO.Ports;
using EdgeIpc.Posix;

namespace EdgeIpc.Devices.Tests;

public sealed class SerialLineTests : IDisposable
{
    private const byte Xoff = 0x13;
    private const byte Xon = 0x11;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);
    private readonly PseudoTerminal _printer = PseudoTerminal.Open();
    private readonly string _locks = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _printer.Dispose();
        Directory.Delete(_locks, recursive: true);
    }

    [Fact]
    public void Bytes_arrive_as_written_and_replies_come_back()
    {
        using var line = OpenLine();
        byte[] raster = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))];

        Assert.Equal(new LineWrite(LineWriteOutcome.Written, raster.Length), line.Write(raster, Bound, Stop));
        Assert.Equal(raster, PrinterReads(raster.Length));

        _printer.Master.Write([0x12]);
        var reply = new byte[8];
        Assert.Equal(new LineRead(LineState.Open, 1), line.Read(reply, Bound, Stop));
        Assert.Equal(0x12, reply[0]);
    }

    [Fact]
    public void A_printer_that_says_nothing_is_no_error()
    {
        using var line = OpenLine();
        Assert.Equal(new LineRead(LineState.Open, 0), line.Read(new byte[1], TimeSpan.Zero, Stop));
        Assert.Equal(LineState.Open, line.State);
    }

    [Theory]
    [InlineData(9_600)]
    [InlineData(19_200)]
    [InlineData(74_880)]
    [InlineData(250_000)]
    public void The_speed_asked_for_is_the_speed_set(int baud)
    {
        using var line = OpenLine(new SerialLineOptions { DevicePath = _printer.DevicePath, Baud = baud });
        Assert.Equal(TerminalOpenOutcome.Opened, ProbeWhileOpen(out var probe));
        using (probe) Assert.Equal(baud, probe!.AskOutputBaud());
    }

    [Fact]
    public void Xoff_stops_the_line_with_nothing_uncertain_and_xon_lets_it_go_on()
    {
        using var line = OpenLine();
        _printer.Master.Write([Xoff]);

        int sent = 0;
        LineWrite last;
        do
        {
            last = line.Write([(byte)sent], Short, Stop);
            sent += last.BytesWritten;
        }
        while (last.Outcome == LineWriteOutcome.Written);

        Assert.Equal(new LineWrite(LineWriteOutcome.Stopped, 0), last);
        Assert.Equal([.. Enumerable.Range(0, sent).Select(i => (byte)i)], PrinterReads(sent));

        _printer.Master.Write([Xon]);
        Assert.Equal(LineWriteOutcome.Written, line.Write("on"u8, Bound, Stop).Outcome);
        Assert.Equal("on"u8.ToArray(), PrinterReads(2));
    }

    [Fact]
    public void A_printer_that_does_not_read_stops_the_line_within_the_bound()
    {
        using var line = OpenLine();
        var all = new byte[200_000];
        var result = line.Write(all, TimeSpan.FromMilliseconds(200), Stop);

        Assert.True(result.Outcome is LineWriteOutcome.Stopped or LineWriteOutcome.Uncertain, result.ToString());
        Assert.InRange(result.BytesWritten, SerialLine.PieceBytes, all.Length - 1);
        int arrived = PrinterReadsWhatIsThere();
        Assert.InRange(arrived, result.BytesWritten, result.BytesWritten + SerialLine.PieceBytes);
    }

    [Fact]
    public void A_hang_up_is_a_state_not_an_exception()
    {
        using var line = OpenLine();
        _printer.Dispose();

        Assert.Equal(LineState.HungUp, line.State);
        Assert.Equal(new LineRead(LineState.HungUp, 0), line.Read(new byte[1], Bound, Stop));
        Assert.Equal(new LineWrite(LineWriteOutcome.HungUp, 0), line.Write("x"u8, Bound, Stop));
        Assert.Equal(LineDrain.HungUp, line.Drain(Bound, Stop));
        Assert.Equal(0, line.BytesQueued);
    }

    [Fact]
    public void Replies_sent_before_the_hang_up_of_the_device_are_still_read()
    {
        using var line = OpenLine();
        _printer.Master.Write("bye"u8);
        var reply = new byte[3];
        Assert.Equal(new LineRead(LineState.Open, 3), line.Read(reply, Bound, Stop));
        _printer.Dispose();
        Assert.Equal(LineState.HungUp, line.Read(reply, Bound, Stop).State);
    }

    [Fact]
    public void A_line_can_be_drained()
    {
        using var line = OpenLine();
        line.Write("abc"u8, Bound, Stop);
        Assert.Equal(LineDrain.Drained, line.Drain(Bound, Stop));
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_for_a_reply()
    {
        using var line = OpenLine();
        using var cancel = new CancellationTokenSource();
        var waiting = Task.Run(() => line.Read(new byte[1], Bound, cancel.Token), Stop);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void A_second_opener_is_told_that_the_device_is_busy()
    {
        using (OpenLine())
        {
            // Also as root, who passes by the port's own exclusive mark; and through another name of the same device.
            string link = Path.Combine(_locks, "printer");
            File.CreateSymbolicLink(link, _printer.DevicePath);
            _printer.AllowReopen();
            var second = Open(link);
            Assert.Equal(LineOpenOutcome.Busy, second.Outcome);
            Assert.Contains(link, second.Sentence, StringComparison.Ordinal);
            Assert.Null(second.Line);
        }

        using var again = OpenLine();
        Assert.Equal(LineState.Open, again.State);
    }

    [Fact]
    public void A_device_that_another_program_marked_exclusive_is_busy()
    {
        Assert.SkipWhen(Accounts.EffectiveUserId == 0, "root passes by the exclusive mark of a terminal");
        using var minicom = new SerialPort(_printer.DevicePath);
        minicom.Open();
        Assert.Equal(LineOpenOutcome.Busy, Open(_printer.DevicePath).Outcome);
    }

    [Fact]
    public void An_open_line_is_marked_exclusive_until_the_other_side_takes_the_mark_away()
    {
        Assert.Equal(TerminalOpenOutcome.Opened, LineProbe.TryOpen(_printer.DevicePath, out var root));
        using (root)
        {
            Assert.False(root!.IsMarkedExclusive());
            using var line = OpenLine();
            Assert.True(root.IsMarkedExclusive());
            _printer.AllowReopen();
            Assert.False(root.IsMarkedExclusive());
        }
    }

    [Fact]
    public void A_device_whose_user_was_killed_can_be_opened_again()
    {
        // What a kill leaves behind: the exclusive mark, on a device that the other side keeps open.
        var killed = new SerialPort(_printer.DevicePath);
        killed.Open();
        _printer.AllowReopen();
        using var line = OpenLine();
        Assert.Equal(LineState.Open, line.State);
        killed.Dispose();
    }

    [Theory]
    [InlineData("/dev/no-such-line", LineOpenOutcome.Missing)]
    [InlineData("/etc/hostname/x", LineOpenOutcome.Missing)]
    [InlineData("/dev/null", LineOpenOutcome.NotATerminal)]
    [InlineData("/", LineOpenOutcome.NotATerminal)]
    [InlineData("serial0", LineOpenOutcome.SettingsRefused)]
    public void What_cannot_be_a_line_is_named_in_one_sentence(string path, LineOpenOutcome expected)
    {
        var result = Open(path);
        Assert.Equal(expected, result.Outcome);
        Assert.Contains(path, result.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Sentence);
    }

    [Fact]
    public void A_device_without_the_right_to_it_is_refused_as_such()
    {
        Assert.SkipWhen(Accounts.EffectiveUserId == 0, "root may open every device");
        File.SetUnixFileMode(_printer.DevicePath, UnixFileMode.None);
        Assert.Equal(LineOpenOutcome.NotPermitted, Open(_printer.DevicePath).Outcome);
    }

    [Theory]
    [InlineData(1_199)]
    [InlineData(3_000_001)]
    public void A_speed_out_of_range_is_refused(int baud)
    {
        var options = new SerialLineOptions { DevicePath = _printer.DevicePath, Baud = baud };
        Assert.Single(options.Validate());
        Assert.Equal(LineOpenOutcome.SettingsRefused, SerialLine.TryOpen(options, _locks, FileSharing.OwnerOnly, TimeProvider.System).Outcome);
    }

    private SerialLine OpenLine() => OpenLine(new SerialLineOptions { DevicePath = _printer.DevicePath });

    private SerialLine OpenLine(SerialLineOptions options)
    {
        var result = SerialLine.TryOpen(options, _locks, FileSharing.OwnerOnly, TimeProvider.System);
        Assert.True(result.Line is not null, result.Sentence);
        return result.Line;
    }

    private LineOpenResult Open(string path) =>
        SerialLine.TryOpen(new SerialLineOptions { DevicePath = path }, _locks, FileSharing.OwnerOnly, TimeProvider.System);

    private TerminalOpenOutcome ProbeWhileOpen(out LineProbe? probe)
    {
        _printer.AllowReopen();
        return LineProbe.TryOpen(_printer.DevicePath, out probe);
    }

    private byte[] PrinterReads(int count)
    {
        using var epoll = new Epoll();
        epoll.Add(_printer.Master, key: 0);
        var bytes = new byte[count];
        for (int have = 0; have < count;)
        {
            Assert.True(epoll.Wait(new ReadyEvent[1], Bound) == 1, $"only {have} of {count} bytes arrived");
            have += _printer.Master.Read(bytes.AsSpan(have));
        }

        return bytes;
    }

    private int PrinterReadsWhatIsThere()
    {
        // The kernel hands over in portions, a moment after the read made room: done when nothing came for a while.
        using var epoll = new Epoll();
        epoll.Add(_printer.Master, key: 0);
        var buffer = new byte[4096];
        int arrived = 0;
        while (epoll.Wait(new ReadyEvent[1], TimeSpan.FromMilliseconds(300)) == 1) arrived += Math.Max(0, _printer.Master.Read(buffer));
        return arrived;
    }
}
