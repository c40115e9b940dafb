using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EdgeIpc.Ring;

/// <summary>
/// The fields of a ring's samples as its header tells them: <c>sequence:u64@0 values:f32[4]@16 size:32</c>. With it a program can
/// show samples of a type that it has never seen.
/// </summary>
/// <param name="Fields">In the order of the text.</param>
/// <param name="SizeBytes">A whole sample.</param>
public sealed record SampleLayout(IReadOnlyList<SampleField> Fields, int SizeBytes)
{
    private const string SizeWord = "size:";

    /// <summary>Reads a layout text. What another program wrote is checked: every field must lie within the sample.</summary>
    /// <returns>False when it does not follow the rules of LAYOUT.md.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out SampleLayout? layout)
    {
        layout = null;
        string[] words = text.Split(' ');
        if (!words[^1].StartsWith(SizeWord, StringComparison.Ordinal) || !TryNumber(words[^1].AsSpan(SizeWord.Length), out int sizeBytes)) return false;
        var fields = new List<SampleField>();
        foreach (string word in words[..^1])
        {
            if (SampleField.TryParse(word) is not { } field || field.OffsetBytes > sizeBytes - field.SizeBytes) return false;
            fields.Add(field);
        }

        layout = new SampleLayout(fields, sizeBytes);
        return fields.Count > 0;
    }

    /// <summary>A size, count or offset: no sign, no blanks, at most a ring's bytes.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= RingOptions.MaxRingBytes;
}
