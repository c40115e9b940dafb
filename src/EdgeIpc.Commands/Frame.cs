using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace EdgeIpc.Commands;

/// <summary>What a frame carries.</summary>
public enum FrameKind
{
    Request = 1,
    Reply = 2,
    Chat = 3,
}

/// <summary>Why bytes are not a frame that this version understands.</summary>
public enum FrameFault
{
    None,

    /// <summary>They don't begin like a frame: some other program's message.</summary>
    Foreign,

    /// <summary>A frame of another version of this product.</summary>
    WrongVersion,

    /// <summary>Shorter than the frame says that it is.</summary>
    Truncated,

    /// <summary>Longer than the frame says that it is.</summary>
    Overlong,

    /// <summary>Changed on its way.</summary>
    WrongChecksum,

    /// <summary>A kind that this version does not know, or a field with a value that it must not have.</summary>
    UnknownKind,
}

/// <summary>
/// One message of a queue. Little-endian, version 1, at most 1024 bytes:
/// <code>
/// offset  size
///      0     4  the letters EIPC
///      4     1  version, 1
///      5     1  kind: 1 request, 2 reply, 3 chat
///      6     1  n, bytes of the reply queue's name; 0: no reply is wanted
///      7     1  0
///      8     8  request id, chosen by the asker, not 0; a reply carries the request's
///     16     8  deadline, CLOCK_MONOTONIC ns; 0: none
///     24     4  m, bytes of the payload
///     28     4  CRC-32 (of zip and Ethernet) of all other bytes of the frame
///     32     n  the reply queue's name, ASCII, with its slash
///   32+n     m  the payload, UTF-8 JSON
/// </code>
/// Every version keeps the fields up to offset 16 and the place of the name, so that a foreign version can be answered.
/// </summary>
public readonly ref struct Frame
{
    /// <summary>The length of the longest frame, and of every queue's messages.</summary>
    public const int SizeBytesMax = 1024;

    public const byte Version = 1;

    internal const int HeaderSizeBytes = 32;
    internal const int VersionOffset = 4;
    internal const int KindOffset = 5;
    internal const int ReplyNameLengthOffset = 6;
    internal const int ReservedOffset = 7;
    internal const int RequestIdOffset = 8;
    internal const int DeadlineOffset = 16;
    internal const int PayloadLengthOffset = 24;
    internal const int ChecksumOffset = 28;

    public FrameKind Kind { get; init; }

    public ulong RequestId { get; init; }

    /// <summary>CLOCK_MONOTONIC ns; 0: none.</summary>
    public long DeadlineNs { get; init; }

    /// <summary>Where the answer goes; empty when none is wanted. Untrusted: any name may stand here.</summary>
    public required string ReplyQueueName { get; init; }

    /// <summary>UTF-8 JSON. Valid as long as the bytes that were parsed.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    private static ReadOnlySpan<byte> Magic => "EIPC"u8;

    /// <summary>Writes the frame.</summary>
    /// <param name="destination">At least <see cref="SizeBytesMax"/> bytes.</param>
    /// <param name="sizeBytes">What was written.</param>
    /// <returns>False when it would be longer than <see cref="SizeBytesMax"/>.</returns>
    public bool TryWrite(Span<byte> destination, out int sizeBytes)
    {
        int nameLength = Encoding.ASCII.GetByteCount(ReplyQueueName);
        sizeBytes = HeaderSizeBytes + nameLength + Payload.Length;
        if (sizeBytes > SizeBytesMax || nameLength > byte.MaxValue) return false;
        destination[..HeaderSizeBytes].Clear();
        Magic.CopyTo(destination);
        destination[VersionOffset] = Version;
        destination[KindOffset] = (byte)Kind;
        destination[ReplyNameLengthOffset] = (byte)nameLength;
        BinaryPrimitives.WriteUInt64LittleEndian(destination[RequestIdOffset..], RequestId);
        BinaryPrimitives.WriteInt64LittleEndian(destination[DeadlineOffset..], DeadlineNs);
        BinaryPrimitives.WriteInt32LittleEndian(destination[PayloadLengthOffset..], Payload.Length);
        Encoding.ASCII.GetBytes(ReplyQueueName, destination[HeaderSizeBytes..]);
        Payload.CopyTo(destination[(HeaderSizeBytes + nameLength)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[ChecksumOffset..], Checksum(destination[..sizeBytes]));
        return true;
    }

    /// <summary>Reads a frame from bytes that anybody may have sent. Never throws.</summary>
    /// <param name="bytes">One message, whole.</param>
    /// <param name="frame">
    /// The frame. With a fault that still tells who asked (<see cref="FrameFault.WrongVersion"/> and what comes after it in the
    /// enum), request id and reply queue's name are filled in as far as they lie within the bytes; the rest is empty.
    /// </param>
    public static FrameFault TryParse(ReadOnlySpan<byte> bytes, out Frame frame)
    {
        frame = new Frame { ReplyQueueName = "" };
        if (bytes.Length < Magic.Length || !bytes.StartsWith(Magic)) return FrameFault.Foreign;
        if (bytes.Length < DeadlineOffset) return FrameFault.Truncated;
        int nameLength = bytes[ReplyNameLengthOffset];
        string name = bytes.Length >= HeaderSizeBytes + nameLength ? Encoding.ASCII.GetString(bytes.Slice(HeaderSizeBytes, nameLength)) : "";
        ulong requestId = BinaryPrimitives.ReadUInt64LittleEndian(bytes[RequestIdOffset..]);
        frame = new Frame { RequestId = requestId, ReplyQueueName = name };
        if (bytes[VersionOffset] != Version) return FrameFault.WrongVersion;
        if (bytes.Length < HeaderSizeBytes) return FrameFault.Truncated;
        long sizeBytes = HeaderSizeBytes + nameLength + (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[PayloadLengthOffset..]);
        if (bytes.Length < sizeBytes) return FrameFault.Truncated;
        if (bytes.Length > sizeBytes) return FrameFault.Overlong;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) != Checksum(bytes)) return FrameFault.WrongChecksum;
        var kind = (FrameKind)bytes[KindOffset];
        if (!Enum.IsDefined(kind) || requestId == 0 || bytes[ReservedOffset] != 0) return FrameFault.UnknownKind;
        frame = new Frame
        {
            Kind = kind,
            RequestId = requestId,
            DeadlineNs = BinaryPrimitives.ReadInt64LittleEndian(bytes[DeadlineOffset..]),
            ReplyQueueName = name,
            Payload = bytes[(HeaderSizeBytes + nameLength)..],
        };
        return FrameFault.None;
    }

    internal static uint Checksum(ReadOnlySpan<byte> frame)
    {
        var crc = new Crc32();
        crc.Append(frame[..ChecksumOffset]);
        crc.Append(frame[HeaderSizeBytes..]);
        return crc.GetCurrentHashAsUInt32();
    }
}
