using System.Diagnostics;
using EdgeIpc.Posix;
using Microsoft.Win32.SafeHandles;

namespace EdgeIpc.HardwareTests.Jig;

/// <summary>A USB serial adapter of this machine, wired to the Pi's UART.</summary>
internal sealed class SerialUart : IUartEnd
{
    private readonly SafeFileHandle _device;
    private readonly FileDescriptor _file;

    public SerialUart(string device, int baud)
    {
        // Reading never waits: the one thread that plays the printer waits elsewhere.
        using var stty = Process.Start("stty", ["-F", device, $"{baud}", "raw", "-echo", "clocal", "-crtscts", "min", "0", "time", "0"]);
        stty.WaitForExit();
        Assert.True(stty.ExitCode == 0, $"{device} can't be set to {baud} baud.");
        _device = System.IO.File.OpenHandle(device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        _file = FileDescriptor.Borrow(_device);
    }

    public FileDescriptor? File => _file;

    /// <summary>An adapter never goes: nothing read is only nothing there.</summary>
    public int Read(Span<byte> destination) => _file.Read(destination) is var count and > 0 ? count : -1;

    public int Write(ReadOnlySpan<byte> source) => _file.Write(source);

    public void Dispose()
    {
        _file.Dispose();
        _device.Dispose();
    }
}
