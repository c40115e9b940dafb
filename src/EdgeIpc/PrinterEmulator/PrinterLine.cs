using EdgeIpc.Paper;
using EdgeIpc.Posix;

namespace EdgeIpc.PrinterEmulator;

/// <summary>
/// The printer's end of a pseudo-terminal. It takes from it only what fits onto the modelled wire; the rest stays in the
/// kernel, as it would in the driver of a real line. It lives as long as the printer: spoolers come and go.
/// </summary>
internal sealed class PrinterLine : IDisposable
{
    private readonly PseudoTerminal _terminal;
    private readonly FileWatch _closings;
    private readonly string _link;
    private readonly byte[] _incoming = new byte[4096];
    private readonly byte[] _replies = new byte[256];
    private int _repliesWaiting;

    private PrinterLine(PseudoTerminal terminal, FileWatch closings, string link) => (_terminal, _closings, _link) = (terminal, closings, link);

    public string DevicePath => _terminal.DevicePath;

    /// <summary>Readable when the spooler has written something.</summary>
    public FileDescriptor Incoming => _terminal.Master;

    /// <summary>Readable when a spooler has closed the line or died.</summary>
    public FileDescriptor Closings => _closings.File;

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

    /// <summary>Puts onto the wire what has come and fits.</summary>
    /// <returns>True: nothing more waits in the kernel. False: the wire is full, look again later.</returns>
    public bool Feed(PrinterModel model, long nowNs)
    {
        model.HostObeysXoff = _terminal.AskPeerObeysXoff();
        while (model.WireRoom > 0)
        {
            int count = _terminal.Master.Read(_incoming.AsSpan(0, Math.Min(_incoming.Length, model.WireRoom)));
            if (count <= 0) return true;
            model.Receive(_incoming.AsSpan(0, count), nowNs);
        }

        return false;
    }

    /// <summary>Sends what the printer has to say. A peer that doesn't listen doesn't hold the printer up: the model keeps and bounds it.</summary>
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
    public void TakeBack()
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
