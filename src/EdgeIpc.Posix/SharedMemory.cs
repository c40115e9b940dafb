using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>
/// A file mapped into this process and into every other one that maps it. Access is by reference and by span, checked
/// against the mapping's size. A read-only mapping stops a write with SIGSEGV: the kernel guards the writer's memory.
/// </summary>
public sealed unsafe class SharedMemory : IDisposable
{
    private byte* _address;

    private SharedMemory(byte* address, long sizeBytes, bool writable, string path)
    {
        _address = address;
        SizeBytes = sizeBytes;
        Writable = writable;
        Path = path;
    }

    /// <summary>Bytes mapped, from offset 0 of the file.</summary>
    public long SizeBytes { get; }

    /// <summary>Whether this mapping may be written.</summary>
    public bool Writable { get; }

    /// <summary>The file behind it.</summary>
    public string Path { get; }

    /// <summary>Maps the first <paramref name="sizeBytes"/> of an open file; the descriptor may be closed afterwards.</summary>
    /// <param name="file">Opened to read, or to read and write when <paramref name="writable"/>.</param>
    /// <param name="path">For messages.</param>
    /// <param name="sizeBytes">Must not exceed the file's length: touching a page beyond it ends the process with SIGBUS.</param>
    /// <param name="writable">False maps the memory read-only.</param>
    /// <param name="populate">Touch every page now, so that the sampling loop meets no page fault later (5.8 us each).</param>
    public static SharedMemory Map(FileDescriptor file, string path, long sizeBytes, bool writable, bool populate = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sizeBytes);
        // Asked of the descriptor: the name may lead to another file by now.
        long lengthBytes = PosixFile.LengthBytes(file, path);
        if (lengthBytes < sizeBytes) throw new InvalidDataException($"{path} is {lengthBytes} bytes; {sizeBytes} are needed.");
        int protection = writable ? Libc.PROT_READ | Libc.PROT_WRITE : Libc.PROT_READ;
        int flags = populate ? Libc.MAP_SHARED | Libc.MAP_POPULATE : Libc.MAP_SHARED;
        byte* address = Libc.mmap(null, (nuint)sizeBytes, protection, flags, file, 0);
        if ((nint)address == Libc.MAP_FAILED) throw new PosixException("mmap", path, Marshal.GetLastPInvokeError());
        return new SharedMemory(address, sizeBytes, writable, path);
    }

    /// <summary>Makes or opens a file of at least <paramref name="sizeBytes"/> and maps it to read and write.</summary>
    public static SharedMemory OpenOrCreate(string path, long sizeBytes, FileSharing sharing, UnixFileMode mode, bool populate = false)
    {
        var (file, created) = PosixFile.OpenOrCreate(path, sharing, mode);
        using (file)
        {
            // Only ever grown: truncating a file that others have mapped would end them with SIGBUS.
            if (created || PosixFile.LengthBytes(file, path) < sizeBytes) PosixFile.Reserve(file, sizeBytes, path);
            return Map(file, path, sizeBytes, writable: true, populate);
        }
    }

    /// <summary>Maps an existing file read-only, all of it.</summary>
    /// <exception cref="InvalidDataException">The file is empty.</exception>
    public static SharedMemory OpenRead(string path)
    {
        using var file = PosixFile.OpenRead(path);
        long lengthBytes = PosixFile.LengthBytes(file, path);
        if (lengthBytes == 0) throw new InvalidDataException($"{path} is empty.");
        return Map(file, path, lengthBytes, writable: false);
    }

    /// <summary>The value at a byte offset, in place. The offset must be a multiple of the value's alignment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value would not lie within the mapping.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At<T>(long offset) where T : unmanaged
    {
        if (offset < 0 || offset > SizeBytes - sizeof(T) || _address == null) ThrowOutside(offset, sizeof(T));
        return ref Unsafe.AsRef<T>(_address + offset);
    }

    /// <summary><paramref name="count"/> values from a byte offset on, in place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They would not lie within the mapping.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span<T>(long offset, int count) where T : unmanaged
    {
        long lengthBytes = (long)count * sizeof(T);
        if (count < 0 || offset < 0 || offset > SizeBytes - lengthBytes || _address == null) ThrowOutside(offset, lengthBytes);
        return new Span<T>(_address + offset, count);
    }

    /// <summary>Where something of the C library's lies that other processes use too.</summary>
    internal void* AddressOf(long offset, int sizeBytes)
    {
        if (offset < 0 || offset > SizeBytes - sizeBytes || offset % 8 != 0 || _address == null) ThrowOutside(offset, sizeBytes);
        return _address + offset;
    }

    /// <summary>The value at a byte offset, checked now and not again: see <see cref="SharedValue{T}"/>.</summary>
    public SharedValue<T> Value<T>(long offset) where T : unmanaged => new((T*)Unsafe.AsPointer(ref At<T>(offset)));

    /// <summary>A power of two of values from a byte offset on, checked now and not again: see <see cref="SharedSlots{T}"/>.</summary>
    public SharedSlots<T> Slots<T>(long offset, int count) where T : unmanaged =>
        new((T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Span<T>(offset, count))), count);

    /// <summary>Unmaps. References and spans handed out before must no longer be used.</summary>
    public void Dispose()
    {
        if (_address == null) return;
        _ = Libc.munmap(_address, (nuint)SizeBytes);
        _address = null;
    }

    private void ThrowOutside(long offset, long lengthBytes)
    {
        ObjectDisposedException.ThrowIf(_address == null, this);
        throw new ArgumentOutOfRangeException(nameof(offset), $"{lengthBytes} bytes at {offset} lie outside {Path}, of which {SizeBytes} bytes are mapped.");
    }
}
