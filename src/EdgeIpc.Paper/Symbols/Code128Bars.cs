using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// Code 128 as GS k takes it: "{A", "{B" and "{C" choose the code set, "{S" shifts, "{1" to "{4" are FNC1 to FNC4, "{{" is a
/// brace. In set C each byte is a pair of digits, 0..99.
/// </summary>
internal static class Code128Bars
{
    private const int Shift = 98, CodeC = 99, CodeB = 100, CodeA = 101, Fnc1 = 102, Fnc2 = 97, Fnc3 = 96, StartA = 103;

    private static readonly string[] Patterns = (
        "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 " +
        "223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 " +
        "112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 " +
        "311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 " +
        "122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 " +
        "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112").Split(' ');

    internal static Barcode? TryEncode(ReadOnlySpan<byte> data)
    {
        if (data.Length < 2 || data[0] != (byte)'{' || data[1] is not ((byte)'A' or (byte)'B' or (byte)'C'))
            return null;

        char set = (char)data[1];
        var values = new List<int> { StartA + set - 'A' };
        var text = new StringBuilder();
        bool isShifted = false;
        for (int at = 2; at < data.Length; at++)
        {
            if (data[at] == (byte)'{')
            {
                if (++at == data.Length || Special((char)data[at], ref set, ref isShifted) is not { } special)
                    return null;
                values.Add(special);
                text.Append(data[at] == (byte)'{' ? "{" : "");
                continue;
            }

            char current = isShifted ? set == 'A' ? 'B' : 'A' : set;
            isShifted = false;
            if (Value(data[at], current) is not { } value)
                return null;
            values.Add(value);
            text.Append(current == 'C' ? data[at].ToString("00", System.Globalization.CultureInfo.InvariantCulture) : data[at] < 32 ? " " : ((char)data[at]).ToString());
        }

        int check = values[0];
        for (int index = 1; index < values.Count; index++)
            check += values[index] * index;
        values.Add(check % 103);
        values.Add(106);
        string bars = string.Concat(values.Select(value => Patterns[value]));
        return new Barcode(BarcodeKind.Code128, [.. bars.Select(width => (byte)(width - '0'))], text.ToString());
    }

    private static int? Value(byte character, char set) => set switch
    {
        'C' => character <= 99 ? character : null,
        'A' => character < 32 ? character + 64 : character < 96 ? character - 32 : null,
        _ => character is >= 32 and < 128 ? character - 32 : null,
    };

    private static int? Special(char name, ref char set, ref bool isShifted)
    {
        switch (name)
        {
            case 'A' or 'B' or 'C' when name != set:
                set = name;
                return name switch { 'A' => CodeA, 'B' => CodeB, _ => CodeC };
            case 'S' when set != 'C':
                isShifted = true;
                return Shift;
            case '1':
                return Fnc1;
            case '2' when set != 'C':
                return Fnc2;
            case '3' when set != 'C':
                return Fnc3;
            case '4' when set != 'C':
                // FNC4 has the number of the code that switches to its own set.
                return set == 'A' ? CodeA : CodeB;
            case '{' when set == 'B':
                return '{' - 32;
            default:
                return null;
        }
    }
}
