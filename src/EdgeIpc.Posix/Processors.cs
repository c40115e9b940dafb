using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>Which processors a thread may run on. Only measurements need to say it; the scheduler knows better otherwise.</summary>
public static unsafe class Processors
{
    private const int MaskWords = 16;

    /// <summary>Those that the calling thread may run on, by the kernel's numbers, ascending.</summary>
    public static IReadOnlyList<int> ListOfThisThread()
    {
        ulong* mask = stackalloc ulong[MaskWords];
        if (Libc.sched_getaffinity(0, MaskWords * sizeof(ulong), mask) < 0) throw new PosixException("sched_getaffinity", "this thread", Marshal.GetLastPInvokeError());
        var processors = new List<int>();
        for (int processor = 0; processor < MaskWords * 64; processor++)
        {
            if ((mask[processor / 64] >> (processor % 64) & 1) != 0) processors.Add(processor);
        }

        return processors;
    }

    /// <summary>Keeps the calling thread on one processor. A thread that it starts afterwards inherits that.</summary>
    /// <exception cref="PosixException">EINVAL: there is none of this number, or this process may not use it.</exception>
    public static void KeepThisThreadOn(int processor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(processor);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(processor, MaskWords * 64);
        ulong* mask = stackalloc ulong[MaskWords];
        new Span<ulong>(mask, MaskWords).Clear();
        mask[processor / 64] = 1UL << (processor % 64);
        if (Libc.sched_setaffinity(0, MaskWords * sizeof(ulong), mask) != 0) throw new PosixException("sched_setaffinity", $"processor {processor}", Marshal.GetLastPInvokeError());
    }
}
