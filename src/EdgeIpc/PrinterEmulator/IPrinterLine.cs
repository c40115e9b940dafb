using EdgeIpc.Commands;
using EdgeIpc.Paper;

namespace EdgeIpc.PrinterEmulator;

/// <summary>The printer's end of whatever carries bytes to it: a pseudo-terminal, or a socket that a virtual machine's serial port or a foreign encoder connects to.</summary>
internal interface IPrinterLine : IDisposable
{
    /// <summary>Where a host finds it.</summary>
    string Name { get; }

    /// <summary>Who was connected has gone, and all that it sent was taken.</summary>
    bool HasEnded { get; }

    /// <summary>Begins to watch it.</summary>
    /// <param name="onReady">Called when something has come.</param>
    void Attach(EventLoop loop, Action onReady);

    /// <summary>Puts onto the wire what has come and fits; the rest stays in the kernel.</summary>
    void Feed(PrinterModel model, long nowNs);

    /// <summary>Sends what the printer has to say. A peer that doesn't listen doesn't hold the printer up: the model keeps and bounds it.</summary>
    void Answer(PrinterModel model);
}
