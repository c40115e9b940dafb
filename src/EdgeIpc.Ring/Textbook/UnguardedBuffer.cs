using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Ring.Textbook;

/// <summary>
/// Shared memory with no guard at all, to show what guards are for: one place that a writer overwrites whenever it likes and
/// readers copy whenever they like. A copy may be torn, may be missed, may be read twice, and nothing in here can tell.
/// </summary>
public sealed class UnguardedBuffer<T> : IDisposable where T : unmanaged
{
    // "EDGEBARE" as little-endian bytes.
    private const ulong Magic = 0x4552_4142_4547_4445;
    private const int WrittenOffset = 16, SlotOffset = 64;
    private readonly SharedMemory _memory;

    private UnguardedBuffer(SharedMemory memory) => _memory = memory;

    /// <summary>Writes so far.</summary>
    public long Written => Volatile.Read(ref _memory.At<long>(WrittenOffset));

    /// <summary>The place itself, the same memory in every process: whatever is read here may change while it is read.</summary>
    public ref T Value => ref _memory.At<T>(SlotOffset);

    /// <summary>Makes the file; one of the same name is replaced.</summary>
    [SuppressMessage("Design", "CA1000", Justification = "A buffer is made for its type, and names it here.")]
    public static UnguardedBuffer<T> Create(string path, FileSharing sharing) =>
        new(TextbookFile.Create(path, Magic, SlotOffset, Unsafe.SizeOf<T>(), 1, sharing, _ => { }));

    /// <summary>Opens a file that another process made.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    /// <exception cref="PosixException">ENOENT, EACCES.</exception>
    [SuppressMessage("Design", "CA1000", Justification = "A buffer is made for its type, and names it here.")]
    public static UnguardedBuffer<T> Open(string path) => new(TextbookFile.Open(path, Magic, SlotOffset, Unsafe.SizeOf<T>()));

    /// <summary>Overwrites the place. Waits for nobody.</summary>
    public void Write(in T value)
    {
        Value = value;
        NoteWritten();
    }

    /// <summary>Counts a value that was written in place.</summary>
    public void NoteWritten() => Volatile.Write(ref _memory.At<long>(WrittenOffset), _memory.At<long>(WrittenOffset) + 1);

    /// <summary>Copies what is there, whole or not.</summary>
    public void Read(out T value) => value = Value;

    public void Dispose() => _memory.Dispose();
}
