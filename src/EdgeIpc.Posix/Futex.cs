using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>Sleeping on a word of shared memory until another process says it changed: futex(2), shared between processes.</summary>
public static unsafe class Futex
{
    /// <summary>
    /// Sleeps while <paramref name="word"/> still holds <paramref name="expected"/>, at most <paramref name="timeout"/>.
    /// Works on a read-only mapping. May return early (a signal, a wake meant for an earlier wait): look again, then wait again.
    /// </summary>
    /// <param name="word">Must lie in a <see cref="SharedMemory"/>, which does not move.</param>
    /// <param name="expected">The value seen when the decision to sleep was made.</param>
    /// <param name="timeout">Must be bounded: whoever should wake may have died.</param>
    /// <returns>False when the time ran out; true when woken, interrupted, or when the word had already changed.</returns>
    public static bool Wait(ref int word, int expected, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        var bound = Libc.timespec.FromNanoseconds(timeout.Ticks * 100);
        nint result = Libc.syscall(Libc.SYS_futex, (int*)Unsafe.AsPointer(ref word), Libc.FUTEX_WAIT, expected, &bound, null, 0);
        if (result == 0) return true;
        int errno = Marshal.GetLastPInvokeError();
        if (errno == Errno.ETIMEDOUT) return false;
        return errno is Errno.EAGAIN or Errno.EINTR ? true : throw new PosixException("futex", "FUTEX_WAIT", errno);
    }

    /// <summary>Wakes everyone who sleeps on the word.</summary>
    /// <returns>How many were woken.</returns>
    public static int WakeAll(ref int word)
    {
        nint result = Libc.syscall(Libc.SYS_futex, (int*)Unsafe.AsPointer(ref word), Libc.FUTEX_WAKE, int.MaxValue, null, null, 0);
        if (result < 0) throw new PosixException("futex", "FUTEX_WAKE", Marshal.GetLastPInvokeError());
        return (int)result;
    }
}
