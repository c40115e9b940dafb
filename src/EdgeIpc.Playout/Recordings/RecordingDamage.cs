namespace EdgeIpc.Playout;

/// <summary>What is wrong with a part of a recording.</summary>
public enum RecordingFault
{
    /// <summary>The file ends within a block: its writer was killed or lost power. Nothing before is affected.</summary>
    CutOff,

    /// <summary>A block's bytes do not have its checksum.</summary>
    Checksum,

    /// <summary>Where a block should begin there is none.</summary>
    NoBlock,

    /// <summary>A whole block whose items can't be unpacked.</summary>
    Unpackable,

    /// <summary>Blocks are missing, repeated or out of their order.</summary>
    Order,

    /// <summary>A whole segment that can't be used; <see cref="RecordingDamage.Reason"/> says why.</summary>
    Segment,
}

/// <summary>A part of a recording that could not be read and was stepped over.</summary>
/// <param name="Path">The segment.</param>
/// <param name="Fault">What is wrong at the offset.</param>
/// <param name="OffsetBytes">Where it begins in the file.</param>
/// <param name="SkippedBytes">Bytes stepped over, up to the next whole block or the file's end.</param>
/// <param name="FirstBlock">The block that was expected there.</param>
/// <param name="NextBlock">The block that the reading goes on with; null at the file's end.</param>
/// <param name="FirstPosition">The position that was expected next; null at the file's beginning.</param>
/// <param name="NextPosition">The position that the reading goes on with; null at the file's end.</param>
public sealed record RecordingDamage(
    string Path, RecordingFault Fault, long OffsetBytes, long SkippedBytes, int FirstBlock, int? NextBlock, long? FirstPosition, long? NextPosition)
{
    /// <summary>When a whole segment can't be used, why.</summary>
    public string Reason { get; init; } = "";

    internal static RecordingDamage OfSegment(RecordingFormatException fault) =>
        new(fault.Path, fault.IsCutOff ? RecordingFault.CutOff : RecordingFault.Segment, 0, new FileInfo(fault.Path).Length, 0, null, null, null) { Reason = fault.Message };

    /// <summary>One sentence for a person: which part, what is wrong, what is skipped.</summary>
    public override string ToString() => Fault switch
    {
        _ when Reason.Length > 0 => $"{Reason} Its {SkippedBytes} bytes are skipped.",
        RecordingFault.CutOff => $"{Path} ends within block {FirstBlock}: its last {SkippedBytes} bytes are no whole block and are skipped.",
        _ => $"{Path}: {Blocks} at byte {OffsetBytes} {Wrong}; {SkippedBytes} bytes{Positions} are skipped.",
    };

    private string Blocks => NextBlock switch
    {
        null => $"everything from block {FirstBlock} on",
        { } next when next - FirstBlock > 1 => $"blocks {FirstBlock} to {next - 1}",
        _ => $"block {FirstBlock}",
    };

    private string Wrong => Fault switch
    {
        RecordingFault.Checksum => "has a wrong checksum",
        RecordingFault.Unpackable => "can't be unpacked",
        RecordingFault.Order => "is missing or out of its order",
        _ => "is no block",
    };

    private string Positions => (FirstPosition, NextPosition) is ({ } first, { } next) && next > first ? $" (positions {first} to {next - 1})" : "";
}
