using System.Text;

namespace EdgeIpc.Paper;

/// <summary>EAN-13, EAN-8, UPC-A and UPC-E (ISO/IEC 15420): seven modules a digit, a check digit at the end.</summary>
internal static class EanBars
{
    // Set A as widths, space first; set B is A backwards, set C is A with bars for spaces.
    private static readonly string[] Digits = ["3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112"];

    // Which of the six left digits are of set B, by the first digit of an EAN-13.
    private static readonly string[] Parity13 =
        ["AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"];

    // The same for UPC-E by its check digit.
    private static readonly string[] ParityE =
        ["BBBAAA", "BBABAA", "BBAABA", "BBAAAB", "BABBAA", "BAABBA", "BAAABB", "BABABA", "BABAAB", "BAABAB"];

    internal static Barcode? TryEncode(BarcodeKind kind, ReadOnlySpan<byte> data)
    {
        if (data.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return null;
        string digits = Encoding.ASCII.GetString(data);
        return kind switch
        {
            BarcodeKind.Ean13 => Complete(digits, 13) is { } all ? Both(kind, all[1..], Parity13[all[0] - '0'], all) : null,
            BarcodeKind.UpcA => Complete(digits, 12) is { } all ? Both(kind, all, Parity13[0], all) : null,
            BarcodeKind.Ean8 => Complete(digits, 8) is { } all ? Both(kind, all, "AAAA", all) : null,
            _ => UpcE(digits),
        };
    }

    /// <summary>Adds the check digit where it is missing; one that is there is printed as it is.</summary>
    private static string? Complete(string digits, int length) =>
        digits.Length == length ? digits : digits.Length == length - 1 ? digits + CheckDigit(digits) : null;

    private static char CheckDigit(string digits)
    {
        int sum = 0;
        for (int index = 0; index < digits.Length; index++)
            sum += (digits[^(index + 1)] - '0') * (index % 2 == 0 ? 3 : 1);
        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    private static Barcode Both(BarcodeKind kind, string digits, string parity, string text)
    {
        var bars = new StringBuilder("111");
        int half = digits.Length / 2;
        for (int index = 0; index < half; index++)
            bars.Append(Digit(digits[index], parity[index]));
        bars.Append("11111");
        for (int index = half; index < digits.Length; index++)
            bars.Append(Digit(digits[index], 'A'));
        return Make(kind, bars.Append("111"), text);
    }

    /// <summary>A UPC-A number with zeros in the right place, pressed into six digits.</summary>
    private static Barcode? UpcE(string digits)
    {
        string? full = digits.Length switch
        {
            6 => Expand("0" + digits),
            7 or 8 => Expand(digits[..7]),
            11 or 12 => digits[..11],
            _ => null,
        };
        if (full is null || full[0] != '0' || Press(full) is not { } six)
            return null;

        char check = CheckDigit(full);
        var bars = new StringBuilder("111");
        for (int index = 0; index < 6; index++)
            bars.Append(Digit(six[index], ParityE[check - '0'][index]));
        return Make(BarcodeKind.UpcE, bars.Append("111111"), "0" + six + check);
    }

    private static string Expand(string seven)
    {
        string six = seven[1..];
        return seven[0] + six[5] switch
        {
            <= '2' => six[..2] + six[5] + "0000" + six[2..5],
            '3' => six[..3] + "00000" + six[3..5],
            '4' => six[..4] + "00000" + six[4],
            _ => six[..5] + "0000" + six[5],
        };
    }

    private static string? Press(string full)
    {
        string maker = full[1..6], item = full[6..11];
        if (maker[2] <= '2' && maker.EndsWith("00", StringComparison.Ordinal) && item.StartsWith("00", StringComparison.Ordinal))
            return maker[..2] + item[2..] + maker[2];
        if (maker.EndsWith("00", StringComparison.Ordinal) && item.StartsWith("000", StringComparison.Ordinal))
            return maker[..3] + item[3..] + '3';
        if (maker.EndsWith('0') && item.StartsWith("0000", StringComparison.Ordinal))
            return maker[..4] + item[4] + '4';
        return item.StartsWith("0000", StringComparison.Ordinal) && item[4] >= '5' ? maker + item[4] : null;
    }

    private static string Digit(char digit, char set)
    {
        string widths = Digits[digit - '0'];
        return set == 'A' ? widths : string.Concat(widths.Reverse());
    }

    private static Barcode Make(BarcodeKind kind, StringBuilder bars, string text) =>
        new(kind, [.. bars.ToString().Select(width => (byte)(width - '0'))], text);
}
