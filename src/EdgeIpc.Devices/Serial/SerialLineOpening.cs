using System.IO.Ports;
using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>
/// Opens a line, and says why not. SerialPort answers a missing device, a file that is none and a missing right with one and
/// the same exception, and root passes by its exclusive mark; so the probe looks first, and a lock file decides who may.
/// </summary>
internal static class SerialLineOpening
{
    // 8 data bits sampled at their middle bear about 4 % between both ends; half of that is the other end's.
    private const double MaxBaudErrorShare = 0.02;
    private const string PseudoTerminals = "/dev/pts/";

    /// <param name="options">Valid ones.</param>
    /// <param name="lockDirectory">Where the lock lies, the same for all that share the device by it. Must exist. Others are kept out by the device's exclusive mark.</param>
    /// <param name="sharing">Who may take the lock.</param>
    /// <param name="time">For the bounds of its waits.</param>
    internal static LineOpenResult TryOpen(SerialLineOptions options, string lockDirectory, FileSharing sharing, TimeProvider time)
    {
        var problems = string.Join(' ', options.Validate());
        if (problems.Length > 0) return Refused(LineOpenOutcome.SettingsRefused, problems);

        string device = options.DevicePath;
        var seen = LineProbe.TryOpen(device, out var probe);
        if (seen != TerminalOpenOutcome.Opened) return Refused(seen, device);

        string target = File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(device);
        var exclusive = IsInUse(probe!, target) ? null : FileLock.TryAcquire(LockPath(lockDirectory, target), sharing);
        if (exclusive is null)
        {
            probe!.Dispose();
            return Refused(TerminalOpenOutcome.Busy, device);
        }

        var refusal = TryOpenPort(options, probe!, out var port);
        if (refusal is null) return new LineOpenResult(LineOpenOutcome.Opened, $"{device} is open at {options.Baud} baud.", new SerialLine(port!, probe!, exclusive, time));
        probe!.Dispose();
        exclusive.Dispose();
        return refusal;
    }

    private static LineOpenResult? TryOpenPort(SerialLineOptions options, LineProbe probe, out SerialPort? port)
    {
        string device = options.DevicePath;
        var opening = new SerialPort(device, options.Baud, Parity.None, 8, StopBits.One) { Handshake = HandshakeOf(options.Flow) };
        port = null;
        try
        {
            opening.Open();
            int baud = probe.AskOutputBaud();
            if (Math.Abs(baud - options.Baud) <= options.Baud * MaxBaudErrorShare)
            {
                port = opening;
                return null;
            }

            opening.Dispose();
            return Refused(LineOpenOutcome.SettingsRefused, $"{device} cannot do {options.Baud} baud; its driver took {baud} instead.");
        }
        catch (UnauthorizedAccessException)
        {
            // The probe was let in a moment ago, so it is no matter of rights: another program was faster.
            opening.Dispose();
            return Refused(TerminalOpenOutcome.Busy, device);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            opening.Dispose();
            return Refused(LineOpenOutcome.SettingsRefused, $"{device} cannot be set to {options.Baud} baud with flow control {options.Flow}: {e.Message}");
        }
    }

    private static LineOpenResult Refused(TerminalOpenOutcome seen, string device) => seen switch
    {
        TerminalOpenOutcome.Missing => Refused(LineOpenOutcome.Missing, $"Serial device {device} is not there: check the cable, or which serial devices this machine has (ls /dev/serial* /dev/tty[AUS]*)."),
        TerminalOpenOutcome.NotATerminal => Refused(LineOpenOutcome.NotATerminal, $"{device} is not a serial device."),
        TerminalOpenOutcome.NotPermitted => Refused(LineOpenOutcome.NotPermitted, $"Serial device {device} may not be opened by this user: join its group (usually dialout) and log in again."),
        _ => Refused(LineOpenOutcome.Busy, $"Serial device {device} is in use by another process."),
    };

    private static LineOpenResult Refused(LineOpenOutcome outcome, string sentence) => new(outcome, sentence, null);

    // On a pseudo-terminal the mark may be that of a killed process: there the lock alone decides.
    private static bool IsInUse(LineProbe probe, string target) => !target.StartsWith(PseudoTerminals, StringComparison.Ordinal) && probe.IsMarkedExclusive();

    // Named by the device itself, so that two symbolic links to one device are one lock.
    private static string LockPath(string lockDirectory, string target) => Path.Combine(lockDirectory, $"line{target.Replace('/', '-')}.lock");

    private static Handshake HandshakeOf(FlowControl flow) => flow switch
    {
        FlowControl.XOnXOff => Handshake.XOnXOff,
        FlowControl.RtsCts => Handshake.RequestToSend,
        _ => Handshake.None,
    };
}
