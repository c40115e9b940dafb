using EdgeIpc.Posix;

namespace EdgeIpc.Ring;

/// <summary>What a ring's header says, for people and for programs that don't know its sample type.</summary>
public sealed record RingInfo
{
    public required string Path { get; init; }

    /// <summary>The sample's fields, as <see cref="IRingSample.LayoutText"/> gives them.</summary>
    public required string LayoutText { get; init; }

    public required int SlotCount { get; init; }
    public required int SlotSizeBytes { get; init; }

    /// <summary>Slots the writer claims at once: a reader may lag by <see cref="SlotCount"/> less this many before it loses samples.</summary>
    public required int ClaimBlockSlots { get; init; }

    public required IReadOnlyList<RingChannel> Channels { get; init; }

    /// <summary>The position of the first sample this file ever held: above 0 when it replaced a ring of another shape.</summary>
    public required long FirstPosition { get; init; }

    /// <summary>Samples published so far, over all epochs: the next sample's position.</summary>
    public required long Published { get; init; }

    /// <summary>1 for the first writer of this file, one more for each that went on.</summary>
    public required int Epoch { get; init; }

    /// <summary>CLOCK_MONOTONIC when the latest writer opened the ring, ns.</summary>
    public required long EpochStartedAtNs { get; init; }

    /// <summary>The latest writer; it may be gone (<see cref="HasWriter"/>).</summary>
    public required int WriterProcessId { get; init; }

    /// <summary>That process's start in clock ticks since boot, as /proc/PID/stat says it.</summary>
    public required long WriterStartTicks { get; init; }

    /// <summary>Whether the writer's lock is held, from the kernel.</summary>
    public required bool HasWriter { get; init; }

    /// <summary>Looks at any ring, whatever its sample type and however large. Needs only the right to read.</summary>
    /// <exception cref="RingFormatException">The file is no ring of this version.</exception>
    /// <exception cref="PosixException">ENOENT when there is no such file; EACCES without the right to read it.</exception>
    public static RingInfo Read(string path)
    {
        using var ring = RingFile.OpenHeader(path);
        return ring.Describe(FileLock.IsHeld(RingFile.LockPath(path)));
    }
}
