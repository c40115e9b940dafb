using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>A limit that the kernel sets on this process.</summary>
public enum ResourceLimit
{
    /// <summary>Seconds of processor time; then SIGXCPU ends the process (RLIMIT_CPU).</summary>
    CpuSeconds = 0,

    /// <summary>Bytes a file may grow to (RLIMIT_FSIZE).</summary>
    FileSizeBytes = 1,

    /// <summary>Bytes of private memory that can be written, however it was asked for (RLIMIT_DATA).</summary>
    DataBytes = 2,

    /// <summary>Bytes of a core file (RLIMIT_CORE).</summary>
    CoreBytes = 4,

    /// <summary>Bytes that all message queues of this user may take, counted when they are made (RLIMIT_MSGQUEUE).</summary>
    MessageQueueBytes = 12,
}

/// <summary>getrlimit(2) and setrlimit(2).</summary>
public static unsafe class ResourceLimits
{
    // Held for the life of the process: the registration ends with its object.
    private static PosixSignalRegistration? s_fileSizeSignal;

    /// <summary>The value in force and the most it may be raised to; <see cref="ulong.MaxValue"/> is unlimited.</summary>
    public static (ulong Soft, ulong Hard) Get(ResourceLimit limit)
    {
        Libc.rlimit value;
        if (Libc.getrlimit((int)limit, &value) != 0) throw new PosixException("getrlimit", limit.ToString(), Marshal.GetLastPInvokeError());
        return (value.rlim_cur, value.rlim_max);
    }

    /// <summary>Sets the value in force; the hard limit stays.</summary>
    public static void SetSoft(ResourceLimit limit, ulong value)
    {
        var wanted = new Libc.rlimit { rlim_cur = value, rlim_max = Get(limit).Hard };
        if (Libc.setrlimit((int)limit, &wanted) != 0) throw new PosixException("setrlimit", limit.ToString(), Marshal.GetLastPInvokeError());
    }

    /// <summary>Sets the value in force and the hard limit: this process can't raise it again.</summary>
    public static void SetForGood(ResourceLimit limit, ulong value)
    {
        ulong most = Math.Min(value, Get(limit).Hard);
        var wanted = new Libc.rlimit { rlim_cur = most, rlim_max = most };
        if (Libc.setrlimit((int)limit, &wanted) != 0) throw new PosixException("setrlimit", limit.ToString(), Marshal.GetLastPInvokeError());
    }

    /// <summary>What <see cref="ResourceLimit.DataBytes"/> is measured against, now: VmData of /proc/self/status; null where /proc does not say.</summary>
    public static ulong? DataBytesInUse()
    {
        const string Status = "/proc/self/status", Field = "VmData:";
        string? line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) : null;
        return line is null ? null : ulong.Parse(line.AsSpan(Field.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>
    /// Lets a write beyond RLIMIT_FSIZE fail with EFBIG, for this process and from now on. As it starts, SIGXFSZ would end
    /// it in the middle of the write, before it could say why.
    /// </summary>
    public static void FailWritesBeyondFileSize()
    {
        const int SIGXFSZ = 25;
        s_fileSizeSignal ??= PosixSignalRegistration.Create((PosixSignal)SIGXFSZ, signal => signal.Cancel = true);
    }

    /// <summary>
    /// Lets the calling thread run before every ordinary one as soon as it is ready (SCHED_FIFO); on a busy machine that turns
    /// milliseconds of lateness into tens of microseconds. The thread must sleep most of the time. One that was given it when its
    /// process was started keeps what it has: a service manager knows the other processes too.
    /// </summary>
    /// <param name="priority">1..99; 50 leaves the kernel's own threads before it.</param>
    /// <returns>False where it is not permitted: it needs root, CAP_SYS_NICE or RLIMIT_RTPRIO.</returns>
    public static bool TrySetRealTimePriorityOfThisThread(int priority)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(priority, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, 99);
        if ((Libc.sched_getscheduler(0) & ~Libc.SCHED_RESET_ON_FORK) is Libc.SCHED_FIFO or Libc.SCHED_RR) return true;
        var parameters = new Libc.sched_param { sched_priority = priority };
        if (Libc.sched_setscheduler(0, Libc.SCHED_FIFO | Libc.SCHED_RESET_ON_FORK, &parameters) == 0) return true;
        int errno = Marshal.GetLastPInvokeError();
        // musl's libc has no such call; a container may forbid it.
        return errno is Errno.EPERM or Errno.ENOSYS ? false : throw new PosixException("sched_setscheduler", "SCHED_FIFO", errno);
    }

    /// <summary>Lets timers of the calling thread fire on time instead of up to 50 us late (PR_SET_TIMERSLACK).</summary>
    public static void SetTimerSlackOfThisThread(long nanoseconds)
    {
        if (Libc.prctl(Libc.PR_SET_TIMERSLACK, (nuint)nanoseconds, 0, 0, 0) != 0)
            throw new PosixException("prctl", "PR_SET_TIMERSLACK", Marshal.GetLastPInvokeError());
    }
}
