using EdgeIpc.Commands;
using EdgeIpc.Paper;
using EdgeIpc.Posix;

namespace EdgeIpc.PrinterEmulator;

/// <summary>
/// The printer's end of a pseudo-terminal. It takes from it only what fits onto the modelled wire; the rest stays in the
/// kernel, as it would in the driver of a real line. It lives as long as the printer: spoolers come and go.
/// </summary>
internal sealed class PrinterLine : IPrinterLine
{
    private readonly PseudoTerminal _terminal;
    private readonly FileWatch _closings;
    private readonly string _link;
    private readonly byte[] _bytes = new byte[4096];
    private EventLoop.Watch? _incoming;
    private readonly byte[] _replies = new byte[256];
    private int _repliesWaiting;

    private PrinterLine(PseudoTerminal terminal, FileWatch closings, string link) => (_terminal, _closings, _link) = (terminal, closings, link);

    public string DevicePath => _terminal.DevicePath;

    public string Name => DevicePath;

    /// <summary>It outlives every spooler.</summary>
    public bool HasEnded => false;

    public void Attach(EventLoop loop, Action onReady)
    {
        _incoming = loop.OnReadable(_terminal.Master, onReady);
        loop.OnReadable(_closings.File, TakeBack);
    }

    /// <summary>Makes the line and publishes it as a symbolic link, which replaces what an earlier printer left.</summary>
    public static PrinterLine Open(string link)
    {
        var terminal = PseudoTerminal.Open();
        var closings = FileWatch.OfClosing(terminal.DevicePath);
        string made = $"{link}.new";
        File.Delete(made);
        File.CreateSymbolicLink(made, terminal.DevicePath);
        File.Move(made, link, overwrite: true);
        return new PrinterLine(terminal, closings, link);
    }

    public void Feed(PrinterModel model, long nowNs)
    {
        model.HostObeysXoff = _terminal.AskPeerObeysXoff();
        if (TakeWhatFits(model, nowNs)) _incoming!.Resume();
        else _incoming!.Pause();
    }

    /// <returns>True: nothing more waits in the kernel. False: the wire is full; it would stay readable, so only the printer's own time may wake us.</returns>
    private bool TakeWhatFits(PrinterModel model, long nowNs)
    {
        while (model.WireRoom > 0)
        {
            int count = _terminal.Master.Read(_bytes.AsSpan(0, Math.Min(_bytes.Length, model.WireRoom)));
            if (count <= 0) return true;
            model.Receive(_bytes.AsSpan(0, count), nowNs);
        }

        return false;
    }

    public void Answer(PrinterModel model)
    {
        while (true)
        {
            _repliesWaiting += model.TakeReplies(_replies.AsSpan(_repliesWaiting));
            if (_repliesWaiting == 0) return;
            int sent = _terminal.Master.Write(_replies.AsSpan(0, _repliesWaiting));
            if (sent <= 0) return;
            _replies.AsSpan(sent, _repliesWaiting - sent).CopyTo(_replies);
            _repliesWaiting -= sent;
        }
    }

    /// <summary>A killed spooler leaves the device marked as taken; the next one must get in.</summary>
    private void TakeBack()
    {
        _closings.Reset();
        _terminal.AllowReopen();
    }

    public void Dispose()
    {
        File.Delete(_link);
        _closings.Dispose();
        _terminal.Dispose();
    }
}
