using System.Buffers.Binary;
using System.Globalization;

namespace EdgeIpc.Ring;

/// <summary>A number's type in a sample, little-endian; the names are those of the layout text in capitals.</summary>
public enum FieldType
{
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F32,
    F64,
}

/// <summary>One field of a sample: a number, a row of numbers, or a picture of them.</summary>
/// <param name="Name">As the layout text has it.</param>
/// <param name="Type">Of each number.</param>
/// <param name="RowCount">1 but for a picture.</param>
/// <param name="ColumnCount">1 for a single number.</param>
/// <param name="OffsetBytes">From the sample's beginning.</param>
public sealed record SampleField(string Name, FieldType Type, int RowCount, int ColumnCount, int OffsetBytes)
{
    /// <summary>Numbers in it.</summary>
    public int Count => RowCount * ColumnCount;

    /// <summary>Whether it is written with brackets, however few numbers it has.</summary>
    public bool IsArray { get; init; }

    public long SizeBytes => (long)Count * NumberSizeBytes;

    /// <summary>Whether its numbers have a fraction.</summary>
    public bool IsReal => Type is FieldType.F32 or FieldType.F64;

    private int NumberSizeBytes => Type switch
    {
        FieldType.U8 or FieldType.I8 => 1,
        FieldType.U16 or FieldType.I16 => 2,
        FieldType.U32 or FieldType.I32 or FieldType.F32 => 4,
        _ => 8,
    };

    /// <summary>One of its numbers; integers beyond 2^53 lose their last digits.</summary>
    /// <param name="sample">The whole sample's bytes.</param>
    /// <param name="index">0..<see cref="Count"/>-1; a picture row by row.</param>
    public double Read(ReadOnlySpan<byte> sample, int index)
    {
        var at = At(sample, index);
        return Type switch
        {
            FieldType.U8 => at[0],
            FieldType.I8 => (sbyte)at[0],
            FieldType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(at),
            FieldType.I16 => BinaryPrimitives.ReadInt16LittleEndian(at),
            FieldType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(at),
            FieldType.I32 => BinaryPrimitives.ReadInt32LittleEndian(at),
            FieldType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(at),
            FieldType.I64 => BinaryPrimitives.ReadInt64LittleEndian(at),
            FieldType.F32 => BinaryPrimitives.ReadSingleLittleEndian(at),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(at),
        };
    }

    /// <summary>One of its numbers as text, every digit of it.</summary>
    /// <returns>The length; at most 32 bytes are needed.</returns>
    public int Format(ReadOnlySpan<byte> sample, int index, Span<byte> utf8)
    {
        var at = At(sample, index);
        int length;
        switch (Type)
        {
            case FieldType.U64: BinaryPrimitives.ReadUInt64LittleEndian(at).TryFormat(utf8, out length, default, CultureInfo.InvariantCulture); break;
            case FieldType.I64: BinaryPrimitives.ReadInt64LittleEndian(at).TryFormat(utf8, out length, default, CultureInfo.InvariantCulture); break;
            case FieldType.F32: BinaryPrimitives.ReadSingleLittleEndian(at).TryFormat(utf8, out length, "R", CultureInfo.InvariantCulture); break;
            default: Read(sample, index).TryFormat(utf8, out length, "R", CultureInfo.InvariantCulture); break;
        }

        return length;
    }

    /// <summary>Reads <c>name:type@offset</c>, <c>name:type[count]@offset</c> or <c>name:type[rows x columns]@offset</c> (without the blanks).</summary>
    internal static SampleField? TryParse(string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal), at = word.LastIndexOf('@');
        if (colon < 1 || at < colon || !SampleLayout.TryNumber(word.AsSpan(at + 1), out int offsetBytes)) return null;
        string type = word[(colon + 1)..at];
        int bracket = type.IndexOf('[', StringComparison.Ordinal);
        int rows = 1, columns = 1;
        if (bracket >= 0 && (type[^1] != ']' || !TryExtent(type[(bracket + 1)..^1], out rows, out columns))) return null;
        string number = bracket < 0 ? type : type[..bracket];
        // By name alone: the parser of enums would take "3" too.
        var known = Array.FindIndex(Enum.GetNames<FieldType>(), name => string.Equals(name, number.ToUpperInvariant(), StringComparison.Ordinal));
        return known < 0 ? null : new SampleField(word[..colon], (FieldType)known, rows, columns, offsetBytes) { IsArray = bracket >= 0 };
    }

    private static bool TryExtent(string text, out int rows, out int columns)
    {
        rows = 1;
        int by = text.IndexOf('x', StringComparison.Ordinal);
        bool isWhole = by < 0 ? SampleLayout.TryNumber(text, out columns) : SampleLayout.TryNumber(text.AsSpan(0, by), out rows) & SampleLayout.TryNumber(text.AsSpan(by + 1), out columns);
        return isWhole && rows > 0 && columns > 0 && (long)rows * columns <= RingOptions.MaxRingBytes;
    }

    private ReadOnlySpan<byte> At(ReadOnlySpan<byte> sample, int index) => sample.Slice(OffsetBytes + index * NumberSizeBytes, NumberSizeBytes);
}
