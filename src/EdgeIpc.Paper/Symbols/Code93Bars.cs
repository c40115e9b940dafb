using System.Text;

namespace EdgeIpc.Paper;

/// <summary>Code 93: nine modules a character, all of ASCII by shifts, two check characters.</summary>
internal static class Code93Bars
{
    // 43 characters, then the four shifts, written here as a to d.
    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%abcd";
    private const string StartStop = "111141";

    private static readonly string[] Patterns =
    [
        "131112", "111213", "111312", "111411", "121113", "121212", "121311", "111114", "131211", "141111",
        "211113", "211212", "211311", "221112", "221211", "231111", "112113", "112212", "112311", "122112",
        "132111", "111123", "111222", "111321", "121122", "131121", "212112", "212211", "211122", "211221",
        "221121", "222111", "112122", "112221", "122121", "123111",
        "121131", "311112", "311211", "321111", "112131", "113121", "211131", "121221", "312111", "311121", "122211",
    ];

    internal static Barcode? TryEncode(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty || data.ContainsAnyInRange((byte)0x80, (byte)0xff))
            return null;
        var values = new List<int>();
        foreach (byte character in data)
            values.AddRange(Shifted((char)character).Select(one => Characters.IndexOf(one, StringComparison.Ordinal)));
        values.Add(Check(values, 20));
        values.Add(Check(values, 15));

        // A last bar of one module closes the stop character.
        string bars = StartStop + string.Concat(values.Select(value => Patterns[value])) + StartStop + "1";
        return new Barcode(BarcodeKind.Code93, [.. bars.Select(width => (byte)(width - '0'))], Printable(data));
    }

    /// <summary>What is no character of its own is a shift and a letter: a is ($), b is (%), c is (/), d is (+).</summary>
    private static string Shifted(char character) => character switch
    {
        _ when Characters[..43].Contains(character, StringComparison.Ordinal) => character.ToString(),
        '\0' => "bU",
        >= '\x01' and <= '\x1a' => $"a{(char)(character + 64)}",
        >= '\x1b' and <= '\x1f' => $"b{(char)(character - 0x1b + 'A')}",
        >= '!' and <= ',' => $"c{(char)(character - '!' + 'A')}",
        ':' => "cZ",
        >= ';' and <= '?' => $"b{(char)(character - ';' + 'F')}",
        '@' => "bV",
        >= '[' and <= '_' => $"b{(char)(character - '[' + 'K')}",
        '`' => "bW",
        >= 'a' and <= 'z' => $"d{(char)(character - 32)}",
        _ => $"b{(char)(character - '{' + 'P')}",
    };

    private static int Check(List<int> values, int mostWeight)
    {
        int sum = 0;
        for (int index = 0; index < values.Count; index++)
            sum += values[^(index + 1)] * ((index % mostWeight) + 1);
        return sum % 47;
    }

    private static string Printable(ReadOnlySpan<byte> data) =>
        string.Concat(Encoding.ASCII.GetString(data).Select(character => character < ' ' ? ' ' : character));
}
