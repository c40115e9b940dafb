using System.Runtime.CompilerServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Ledger;

/// <summary>What a counter page counts. The numbers are part of the public layout: append, never reorder.</summary>
public enum PageKind
{
    Sensor = 1,
    Reader = 2,
    Sender = 3,
    Receiver = 4,
    Submitter = 5,
    Spooler = 6,
    Emulator = 7,
    Supervisor = 8,
    FrameReader = 9,
    Web = 10,
}

/// <summary>
/// A counter page: 4,096 bytes of a file that outlive the process that counts in them. Layout 1, little-endian:
/// <code>
///    0  u64  magic, the characters EDGEPAGE; written last when the page is made
///    8  u32  layout version, 1
///   12  u32  kind, see <see cref="PageKind"/>
///   16  u32  words of the counts, each 64 bits, in the order of the kind's record
///   20  u32  0
///   24  i64  process id of the owner; 0 while it starts, and in a page that many write
///   32  i64  when the owner started, in clock ticks since boot (field 22 of /proc/PID/stat)
///   40  i64  starts: how often an owner opened this page
///   48  i64  when the owner opened it, CLOCK_MONOTONIC ns
///   64  u64  sequence: the counts lie in slot (sequence modulo 2)
///  128       slot 0; in a page that many write the only one, each word changed by an atomic add
/// 2112       slot 1
/// </code>
/// Why a SIGKILL between any two stores is safe: an owner writes all counts into the slot that the sequence does not name,
/// then stores the sequence. Before that store the old counts are the page's counts, after it the new ones; there is no
/// third state. The stores are releases, so whoever sees a sequence sees the slot it names; a reader that finds another
/// sequence after its copy than before copies again.
/// </summary>
public static class CounterPage
{
    public const int SizeBytes = 4096;
    public const uint LayoutVersion = 1;

    internal const ulong Magic = 0x4547_4150_4547_4445; // EDGEPAGE
    internal const int VersionOffset = 8;
    internal const int KindOffset = 12;
    internal const int WordCountOffset = 16;
    internal const int ProcessIdOffset = 24;
    internal const int StartTicksOffset = 32;
    internal const int StartsOffset = 40;
    internal const int StartedAtOffset = 48;
    internal const int SequenceOffset = 64;
    internal const int SlotOffset = 128;
    internal const int SlotSizeBytes = 1984;

    /// <summary>When this process started; with /proc out of reach 0, which is nobody's start.</summary>
    internal static readonly long OwnStartTicks = ProcessControl.StartTicks(Environment.ProcessId) ?? 0;

    /// <summary>Who owns the page now, or owned it last; null when there is no page yet.</summary>
    /// <exception cref="InvalidDataException">The file is no counter page of this layout.</exception>
    public static PageOwner? TryReadOwner(string path)
    {
        using var memory = TryMap(path);
        return memory is null ? null : ReadOwner(memory);
    }

    /// <summary>A copy of a page's counts and its owner; null when there is no page yet.</summary>
    /// <exception cref="InvalidDataException">The file is no counter page of this layout and kind.</exception>
    internal static PageReading<TCounts>? TryRead<TCounts>(string path, PageKind kind) where TCounts : unmanaged
    {
        using var memory = TryMap(path);
        if (memory is null) return null;
        Check(memory, kind, WordCount<TCounts>());
        return new PageReading<TCounts>(ReadCounts<TCounts>(memory), ReadOwner(memory));
    }

    /// <summary>Maps a page read-only; null when it is not there or not made completely.</summary>
    internal static SharedMemory? TryMap(string path)
    {
        try
        {
            using var file = PosixFile.OpenRead(path);
            long lengthBytes = new FileInfo(path).Length;
            if (lengthBytes == 0) return null;
            if (lengthBytes != SizeBytes) throw new InvalidDataException($"{path} is {lengthBytes} bytes; a counter page has {SizeBytes}.");
            var memory = SharedMemory.Map(file, path, SizeBytes, writable: false);
            if (Volatile.Read(ref memory.At<ulong>(0)) != 0) return memory;
            memory.Dispose();
            return null;
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            return null;
        }
    }

    /// <summary>Writes the header of a new page, or checks the one that is there.</summary>
    internal static void MakeOrCheck(SharedMemory memory, PageKind kind, int wordCount, Action? beforeStore)
    {
        if (Volatile.Read(ref memory.At<ulong>(0)) == 0)
        {
            // Two processes may make a page that many write at the same moment: both store the same values.
            Store(memory, VersionOffset, LayoutVersion | (long)kind << 32, beforeStore);
            Store(memory, WordCountOffset, wordCount, beforeStore);
            Store(memory, 0, unchecked((long)Magic), beforeStore);
        }

        Check(memory, kind, wordCount);
    }

    internal static void Check(SharedMemory memory, PageKind kind, int wordCount)
    {
        if (Volatile.Read(ref memory.At<ulong>(0)) != Magic) throw new InvalidDataException($"{memory.Path} is not a counter page.");
        uint version = memory.At<uint>(VersionOffset);
        if (version != LayoutVersion) throw new InvalidDataException($"{memory.Path} has layout {version}; this program knows layout {LayoutVersion}.");
        var found = (PageKind)memory.At<uint>(KindOffset);
        if (found != kind) throw new InvalidDataException($"{memory.Path} counts for kind {found}, not {kind}.");
        uint words = memory.At<uint>(WordCountOffset);
        if (words != wordCount) throw new InvalidDataException($"{memory.Path} holds {words} counts; kind {kind} has {wordCount}.");
    }

    internal static TCounts ReadCounts<TCounts>(SharedMemory memory) where TCounts : unmanaged
    {
        // A writer would have to commit during every one of these copies of some 100 ns: then it is not counting but broken.
        const int MaxAttempts = 10_000;
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            long sequence = Volatile.Read(ref memory.At<long>(SequenceOffset));
            var counts = memory.At<TCounts>(SlotAt(sequence));
            Volatile.ReadBarrier();
            if (memory.At<long>(SequenceOffset) == sequence) return counts;
        }

        throw new InvalidDataException($"{memory.Path} changes faster than it can be read.");
    }

    internal static PageOwner ReadOwner(SharedMemory memory) => new(
        (int)Volatile.Read(ref memory.At<long>(ProcessIdOffset)),
        Volatile.Read(ref memory.At<long>(StartTicksOffset)),
        Volatile.Read(ref memory.At<long>(StartsOffset)),
        Volatile.Read(ref memory.At<long>(StartedAtOffset)));

    internal static int WordCount<TCounts>() where TCounts : unmanaged => Unsafe.SizeOf<TCounts>() / sizeof(long);

    internal static long SlotAt(long sequence) => SlotOffset + (sequence & 1) * SlotSizeBytes;

    internal static void Store(SharedMemory memory, long offset, long value, Action? beforeStore)
    {
        beforeStore?.Invoke();
        Volatile.Write(ref memory.At<long>(offset), value);
    }
}

/// <summary>The process that owns a page, or did: its id and start name it for ever.</summary>
/// <param name="ProcessId">0 while it starts, and for a page that many write.</param>
/// <param name="StartTicks">Clock ticks since boot, as /proc/PID/stat has it.</param>
/// <param name="Starts">How often a process of this role started; restarts are one fewer.</param>
/// <param name="StartedAtNs">CLOCK_MONOTONIC.</param>
public readonly record struct PageOwner(int ProcessId, long StartTicks, long Starts, long StartedAtNs)
{
    /// <summary>Whether that very process still lives.</summary>
    public bool IsAlive => ProcessId > 0 && ProcessControl.IsAlive(ProcessId, StartTicks);
}

/// <summary>A page as it was at one moment.</summary>
public readonly record struct PageReading<TCounts>(TCounts Counts, PageOwner Owner) where TCounts : unmanaged;
