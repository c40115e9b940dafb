using System.Collections.Frozen;

namespace EdgeIpc.Paper;

/// <summary>
/// A printer's code page: bytes 0x80..0xFF and the characters they print. Bytes below 0x80 are ASCII in both.
/// </summary>
public sealed class CodePage
{
    // IBM's tables, by rows of sixteen from 0x80.
    private const string Upper437 =
        "ÇüéâäàåçêëèïîìÄÅ" +
        "ÉæÆôöòûùÿÖÜ¢£¥₧ƒ" +
        "áíóúñÑªº¿⌐¬½¼¡«»" +
        "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐" +
        "└┴┬├─┼╞╟╚╔╩╦╠═╬╧" +
        "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀" +
        "αßΓπΣσµτΦΘΩδ∞φε∩" +
        "≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";

    // CP850 with the euro sign where it had the dotless i.
    private const string Upper858 =
        "ÇüéâäàåçêëèïîìÄÅ" +
        "ÉæÆôöòûùÿÖÜø£Ø×ƒ" +
        "áíóúñÑªº¿®¬½¼¡«»" +
        "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
        "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤" +
        "ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀" +
        "ÓßÔÒõÕµþÞÚÛÙýÝ¯´" +
        "\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0";

    /// <summary>Printed for a character that the page hasn't: a filled box, at the same byte in both pages.</summary>
    public const char Replacement = '■';

    private readonly string _upper;
    private readonly FrozenDictionary<char, byte> _bytes;

    private CodePage(string name, string upper)
    {
        Name = name;
        _upper = upper;
        _bytes = Enumerable.Range(0, upper.Length).ToFrozenDictionary(index => upper[index], index => (byte)(0x80 + index));
    }

    public static CodePage Pc437 { get; } = new("PC437", Upper437);

    public static CodePage Pc858 { get; } = new("PC858", Upper858);

    public static IReadOnlyList<string> Names { get; } = ["PC437", "PC858"];

    public string Name { get; }

    public static CodePage ByName(string name) => name switch
    {
        "PC437" => Pc437,
        "PC858" => Pc858,
        _ => throw new ArgumentException($"no code page '{name}'; there are: {string.Join(", ", Names)}", nameof(name)),
    };

    /// <summary>The page that ESC t n selects on Epson's table; any other n keeps what cheap printers power up with.</summary>
    internal static CodePage ByNumber(int number) => number == 19 ? Pc858 : Pc437;

    /// <summary>The character that a byte from 0x20 prints.</summary>
    public char ToChar(byte value) => value < 0x80 ? (char)value : _upper[value - 0x80];

    /// <returns>False: the page hasn't it, and <paramref name="value"/> is the replacement's byte.</returns>
    public bool TryToByte(char character, out byte value)
    {
        if (character is >= ' ' and < '\x7f')
        {
            value = (byte)character;
            return true;
        }

        if (_bytes.TryGetValue(character, out value))
            return true;
        value = _bytes[Replacement];
        return false;
    }
}
