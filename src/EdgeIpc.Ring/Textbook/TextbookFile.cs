using EdgeIpc.Posix;

namespace EdgeIpc.Ring.Textbook;

/// <summary>The files of this folder begin alike: a magic number, then how large a place is and how many there are.</summary>
internal static class TextbookFile
{
    private const int MagicOffset = 0, SlotSizeOffset = 8, SlotCountOffset = 12;

    /// <summary>Makes the file beside its path, fills it and renames it into place: nobody ever sees a half-made lock.</summary>
    public static SharedMemory Create(string path, ulong magic, int slotsOffset, int slotSizeBytes, int slotCount, FileSharing sharing, Action<SharedMemory> fill)
    {
        if (slotSizeBytes % 8 != 0) throw new ArgumentException($"A place has {slotSizeBytes} bytes; a multiple of 8 is allowed.");
        string beside = path + ".new";
        File.Delete(beside);
        var (file, _) = PosixFile.OpenOrCreate(beside, sharing, sharing.Writable);
        using (file)
        {
            long sizeBytes = slotsOffset + (long)slotCount * slotSizeBytes;
            PosixFile.Reserve(file, sizeBytes, beside);
            var memory = SharedMemory.Map(file, beside, sizeBytes, writable: true, populate: true);
            memory.At<int>(SlotSizeOffset) = slotSizeBytes;
            memory.At<int>(SlotCountOffset) = slotCount;
            fill(memory);
            memory.At<ulong>(MagicOffset) = magic;
            File.Move(beside, path, overwrite: true);
            return memory;
        }
    }

    /// <exception cref="InvalidDataException">Another kind of file, or places of another size.</exception>
    public static SharedMemory Open(string path, ulong magic, int slotsOffset, int slotSizeBytes)
    {
        using var file = PosixFile.OpenReadWrite(path);
        var memory = SharedMemory.Map(file, path, PosixFile.LengthBytes(file, path), writable: true, populate: true);
        if (memory.SizeBytes >= slotsOffset && memory.At<ulong>(MagicOffset) == magic && memory.At<int>(SlotSizeOffset) == slotSizeBytes
            && SlotCount(memory) > 0 && memory.SizeBytes == slotsOffset + (long)SlotCount(memory) * slotSizeBytes) return memory;
        memory.Dispose();
        throw new InvalidDataException($"{path} is no buffer of places of {slotSizeBytes} bytes.");
    }

    public static int SlotCount(SharedMemory memory) => memory.At<int>(SlotCountOffset);
}
