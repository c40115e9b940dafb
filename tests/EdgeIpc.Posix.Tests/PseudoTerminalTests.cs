namespace EdgeIpc.Posix.Tests;

public sealed class PseudoTerminalTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private readonly PseudoTerminal _terminal = PseudoTerminal.Open();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void Every_byte_value_passes_both_ways_unchanged()
    {
        using var probe = OpenProbe();
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        Assert.Equal(256, probe.File.Write(all));
        Assert.Equal(all, ReadAll(_terminal.Master, 256));
        Assert.Equal(256, _terminal.Master.Write(all));
        Assert.Equal(all, ReadAll(probe.File, 256));
    }

    [Fact]
    public void Bytes_on_their_way_survive_the_close_of_the_device()
    {
        using (var probe = OpenProbe()) probe.File.Write("kept"u8);
        Assert.Equal("kept"u8.ToArray(), ReadAll(_terminal.Master, 4));
        Assert.Equal(-1, _terminal.Master.Read(new byte[1]));
    }

    [Fact]
    public void Disposing_hangs_the_line_up_and_epoll_says_so()
    {
        using var probe = OpenProbe();
        using var epoll = new Epoll();
        epoll.Add(probe.File, key: 7);
        _terminal.Dispose();

        var ready = new ReadyEvent[1];
        Assert.Equal(1, epoll.Wait(ready, Bound));
        Assert.Equal(7, ready[0].Key);
        Assert.True(ready[0].Events.HasFlag(PollEvents.HangUp));
        Assert.Equal(0, probe.File.Read(new byte[1]));
        Assert.Equal(Errno.EIO, Assert.Throws<PosixException>(() => probe.File.Write("x"u8)).Errno);
    }

    [Fact]
    public void Its_peers_closing_is_reported()
    {
        using var closings = FileWatch.OfClosing(_terminal.DevicePath);
        using (OpenProbe()) Assert.False(closings.Reset());
        Assert.True(closings.Reset());
    }

    [Fact]
    public void Whether_its_peer_obeys_XOFF_is_the_peers_choice()
    {
        Assert.False(_terminal.AskPeerObeysXoff());
        using (var stty = System.Diagnostics.Process.Start("stty", ["-F", _terminal.DevicePath, "ixon"])) stty.WaitForExit();
        Assert.True(_terminal.AskPeerObeysXoff());
    }

    [Fact]
    public void A_pseudo_terminal_keeps_no_bytes_queued_and_does_not_tell_of_a_transmitter()
    {
        using var probe = OpenProbe();
        probe.File.Write("abc"u8);
        Assert.Equal(0, probe.CountBytesQueued());
        Assert.Equal(TransmitterState.Unknown, probe.AskTransmitter());
        probe.WaitUntilSent();
    }

    [Fact]
    public void A_missing_device_and_one_that_is_no_terminal_are_told_apart()
    {
        string file = Path.GetTempFileName();
        try
        {
            Assert.Equal(TerminalOpenOutcome.Missing, LineProbe.TryOpen("/dev/no-such-line", out var missing));
            Assert.Null(missing);
            Assert.Equal(TerminalOpenOutcome.NotATerminal, LineProbe.TryOpen(file, out _));
            Assert.Equal(TerminalOpenOutcome.NotATerminal, LineProbe.TryOpen(Path.GetTempPath(), out _));
            Assert.Equal(TerminalOpenOutcome.NotATerminal, LineProbe.TryOpen("/dev/null", out _));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_device_without_the_right_to_it_is_not_permitted()
    {
        Assert.SkipWhen(Accounts.EffectiveUserId == 0, "root may open every device");
        File.SetUnixFileMode(_terminal.DevicePath, UnixFileMode.None);
        Assert.Equal(TerminalOpenOutcome.NotPermitted, LineProbe.TryOpen(_terminal.DevicePath, out _));
    }

    private LineProbe OpenProbe()
    {
        Assert.Equal(TerminalOpenOutcome.Opened, LineProbe.TryOpen(_terminal.DevicePath, out var probe));
        return probe!;
    }

    private static byte[] ReadAll(FileDescriptor file, int count)
    {
        using var epoll = new Epoll();
        epoll.Add(file, key: 0);
        var bytes = new byte[count];
        for (int have = 0; have < count;)
        {
            Assert.Equal(1, epoll.Wait(new ReadyEvent[1], Bound));
            have += file.Read(bytes.AsSpan(have));
        }

        return bytes;
    }
}
