using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>The signals this product sends. Values of asm-generic/signal.h.</summary>
public enum PosixSignalNumber
{
    /// <summary>Nothing is sent; only asks whether the process is there.</summary>
    Probe = 0,
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

/// <summary>Signals to processes, and who a process is: a pid alone may have been given to another since.</summary>
public static class ProcessControl
{
    /// <summary>Sends a signal; false when there is no such process any more.</summary>
    /// <exception cref="PosixException">EPERM: the process belongs to another user.</exception>
    public static bool Send(int processId, PosixSignalNumber signal)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(processId);
        if (Libc.kill(processId, (int)signal) == 0) return true;
        int errno = Marshal.GetLastPInvokeError();
        return errno == Errno.ESRCH ? false : throw new PosixException("kill", $"process {processId}", errno);
    }

    /// <summary>When a process started, in clock ticks since boot (field 22 of /proc/PID/stat), or null when it is gone. With the pid it names a process for ever.</summary>
    public static long? StartTicks(int processId)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            // The second field is the command in parentheses and may hold blanks and parentheses itself: count from the last one.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return long.Parse(fields[19], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the very process (pid and start) still lives.</summary>
    public static bool IsAlive(int processId, long startTicks) => StartTicks(processId) == startTicks;
}
