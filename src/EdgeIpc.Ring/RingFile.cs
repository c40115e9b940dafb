using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeIpc.Posix;

namespace EdgeIpc.Ring;

/// <summary>
/// A ring's mapped file: made beside and renamed into place, so that at its path there is only ever a whole one; opened
/// with every number in its header checked.
/// </summary>
internal sealed class RingFile : IDisposable
{
    private readonly SharedMemory _memory;

    private RingFile(SharedMemory memory, string path, FileIdentity identity) => (_memory, Path, Identity) = (memory, path, identity);

    /// <summary>How much of a ring is mapped.</summary>
    private enum Extent
    {
        /// <summary>For whoever only wants to know: a large ring's slots are not touched.</summary>
        Header,
        Everything,
    }

    public string Path { get; }
    public FileIdentity Identity { get; }
    public int SlotCount => (int)Header.SlotCount;

    public ref RingHeader Header
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _memory.At<RingHeader>(0);
    }

    public static string LockPath(string path) => path + ".lock";
    public static string WaitersPath(string path) => path + ".waiters";

    /// <summary>The header, for hot paths.</summary>
    public SharedValue<RingHeader> HotHeader => _memory.Value<RingHeader>(0);

    /// <summary>The slots, for hot paths. Only of a ring whose samples were compared (<see cref="HasSamplesOf{T}"/>).</summary>
    public SharedSlots<T> Slots<T>() where T : unmanaged => _memory.Slots<T>(RingHeader.SlotsOffset, SlotCount);

    /// <summary>One slot's bytes, whatever its type.</summary>
    public ReadOnlySpan<byte> SlotBytes(int slotIndex)
    {
        int sizeBytes = (int)Header.SlotSizeBytes;
        return _memory.Span<byte>(RingHeader.SlotsOffset + (long)slotIndex * sizeBytes, sizeBytes);
    }

    /// <summary>Maps a ring that is there.</summary>
    public static RingFile Open(string path, bool writable) => Open(path, writable, Extent.Everything);

    /// <summary>Maps the header of a ring that is there, read-only.</summary>
    public static RingFile OpenHeader(string path) => Open(path, writable: false, Extent.Header);

    private static RingFile Open(string path, bool writable, Extent extent)
    {
        using var file = writable ? PosixFile.OpenReadWrite(path) : PosixFile.OpenRead(path);
        long lengthBytes = PosixFile.LengthBytes(file, path);
        if (lengthBytes < RingHeader.SlotsOffset) throw new RingFormatException(path, RingFault.Foreign, $"is no ring: it has {lengthBytes} bytes, a ring's header alone has {RingHeader.SlotsOffset}.");
        long mappedBytes = extent == Extent.Header ? RingHeader.SlotsOffset : lengthBytes;
        var ring = new RingFile(SharedMemory.Map(file, path, mappedBytes, writable, populate: true), path, PosixFile.Identify(file, path));
        try
        {
            ring.CheckHeader(lengthBytes);
            return ring;
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a ring beside its path and renames it into place; whoever has the old one mapped keeps it whole. The caller holds the lock.
    /// </summary>
    public static RingFile Create<T>(string path, RingOptions options, long firstPosition, FileSharing sharing) where T : unmanaged, IRingSample
    {
        string beside = path + ".new";
        File.Delete(beside);
        var (file, _) = PosixFile.OpenOrCreate(beside, sharing, sharing.Readable);
        using (file)
        {
            long sizeBytes = RingHeader.SlotsOffset + (long)options.SlotCount * Unsafe.SizeOf<T>();
            PosixFile.Reserve(file, sizeBytes, beside);
            var ring = new RingFile(SharedMemory.Map(file, beside, sizeBytes, writable: true, populate: true), path, PosixFile.Identify(file, beside));
            ring.WriteHeader<T>(options, firstPosition);
            File.Move(beside, path, overwrite: true);
            return ring;
        }
    }

    /// <summary>Whether a writer of this type with these options may go on in this file.</summary>
    public bool HasShapeOf<T>(RingOptions options) where T : unmanaged, IRingSample =>
        HasSamplesOf<T>() && SlotCount == options.SlotCount && ReadChannels().SequenceEqual(options.Channels);

    /// <summary>Whether the slots hold this type.</summary>
    public bool HasSamplesOf<T>() where T : unmanaged, IRingSample =>
        Header.SlotSizeBytes == Unsafe.SizeOf<T>() && Header.LayoutHash == HashOf(T.LayoutText) && ReadLayoutText() == T.LayoutText;

    public RingInfo Describe(bool hasWriter) => new()
    {
        Path = Path,
        LayoutText = ReadLayoutText(),
        SlotCount = SlotCount,
        SlotSizeBytes = (int)Header.SlotSizeBytes,
        ClaimBlockSlots = (int)Header.ClaimBlockSlots,
        Channels = ReadChannels(),
        FirstPosition = Header.FirstPosition,
        Epoch = Volatile.Read(ref Header.Epoch),
        EpochStartedAtNs = Header.EpochStartedAtNs,
        WriterProcessId = Header.WriterProcessId,
        WriterStartTicks = Header.WriterStartTicks,
        Published = Volatile.Read(ref Header.Published),
        HasWriter = hasWriter,
    };

    public string ReadLayoutText() => ReadText(RingHeader.LayoutTextOffset, RingHeader.LayoutTextSizeBytes);

    public void Dispose() => _memory.Dispose();

    private void WriteHeader<T>(RingOptions options, long firstPosition) where T : unmanaged, IRingSample
    {
        ref var header = ref Header;
        header.LayoutVersion = RingHeader.CurrentVersion;
        header.SlotsAt = RingHeader.SlotsOffset;
        header.LayoutHash = HashOf(T.LayoutText);
        header.SlotSizeBytes = (uint)Unsafe.SizeOf<T>();
        header.SlotCount = (uint)options.SlotCount;
        header.ChannelCount = (uint)options.Channels.Count;
        header.FirstPosition = firstPosition;
        header.Intent = firstPosition;
        header.Published = firstPosition;
        WriteText(RingHeader.LayoutTextOffset, RingHeader.LayoutTextSizeBytes, T.LayoutText);
        for (int i = 0; i < options.Channels.Count; i++)
        {
            int at = RingHeader.ChannelsOffset + i * RingHeader.ChannelSizeBytes;
            WriteText(at, RingHeader.ChannelNameSizeBytes, options.Channels[i].Name);
            WriteText(at + RingHeader.ChannelNameSizeBytes, RingHeader.ChannelUnitSizeBytes, options.Channels[i].Unit);
        }

        Volatile.Write(ref header.Magic, RingHeader.ExpectedMagic);
    }

    private void CheckHeader(long lengthBytes)
    {
        ref var header = ref Header;
        if (Volatile.Read(ref header.Magic) != RingHeader.ExpectedMagic) throw new RingFormatException(Path, RingFault.Foreign, "is no ring: it does not begin with EDGERING.");
        if (header.LayoutVersion != RingHeader.CurrentVersion) throw new RingFormatException(Path, RingFault.OtherVersion, $"has layout version {header.LayoutVersion}; this program reads version {RingHeader.CurrentVersion}.");
        bool sane = header.SlotsAt == RingHeader.SlotsOffset
            && header.SlotCount is >= RingOptions.MinSlotCount and <= RingOptions.MaxSlotCount && System.Numerics.BitOperations.IsPow2(header.SlotCount)
            && header.SlotSizeBytes > 0 && header.SlotSizeBytes % 8 == 0
            && header.ChannelCount <= RingOptions.MaxChannels;
        if (!sane) throw new RingFormatException(Path, RingFault.Damaged, $"is damaged: {header.SlotCount} slots of {header.SlotSizeBytes} bytes at {header.SlotsAt} with {header.ChannelCount} channels can't be.");
        long neededBytes = RingHeader.SlotsOffset + (long)header.SlotCount * header.SlotSizeBytes;
        if (neededBytes != lengthBytes) throw new RingFormatException(Path, RingFault.Damaged, $"is damaged: it has {lengthBytes} bytes, its header says {neededBytes}.");
        long published = Volatile.Read(ref header.Published), intent = Volatile.Read(ref header.Intent);
        if (header.FirstPosition < 0 || published < header.FirstPosition || intent < published)
            throw new RingFormatException(Path, RingFault.Damaged, $"is damaged: first {header.FirstPosition}, published {published}, intent {intent} are out of order.");
        _ = ReadLayoutText();
        _ = ReadChannels();
    }

    private RingChannel[] ReadChannels()
    {
        var channels = new RingChannel[Header.ChannelCount];
        for (int i = 0; i < channels.Length; i++)
        {
            int at = RingHeader.ChannelsOffset + i * RingHeader.ChannelSizeBytes;
            channels[i] = new RingChannel(
                ReadText(at, RingHeader.ChannelNameSizeBytes),
                ReadText(at + RingHeader.ChannelNameSizeBytes, RingHeader.ChannelUnitSizeBytes));
        }

        return channels;
    }

    private string ReadText(int offset, int sizeBytes)
    {
        ReadOnlySpan<byte> text = _memory.Span<byte>(offset, sizeBytes);
        int end = text.IndexOf((byte)0);
        string read = Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
        // It goes to terminals as it is.
        return read.Any(char.IsControl) ? throw new RingFormatException(Path, RingFault.Damaged, "is damaged: a text in its header holds control characters.") : read;
    }

    private void WriteText(int offset, int sizeBytes, string text)
    {
        // One byte stays 0, the end for readers in C.
        var room = _memory.Span<byte>(offset, sizeBytes)[..^1];
        if (!Encoding.UTF8.TryGetBytes(text, room, out _)) throw new ArgumentException($"\"{text}\" is longer than {room.Length} bytes of UTF-8.");
    }

    private static ulong HashOf(string layoutText) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(layoutText));
}
