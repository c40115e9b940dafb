namespace EdgeIpc.Posix;

/// <summary>What the kernel knows of the wall clock.</summary>
public static unsafe class SystemClock
{
    /// <summary>Whether some time service (timesyncd, chrony, ntpd) keeps the clock right; null where the kernel won't say.</summary>
    public static bool? IsSynchronized
    {
        get
        {
            Libc.timex question = default;
            int state = Libc.adjtimex(&question);
            return state < 0 ? null : state != Libc.TIME_ERROR;
        }
    }
}
