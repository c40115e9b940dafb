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

    private const string Upper850 =
        "ÇüéâäàåçêëèïîìÄÅ" +
        "ÉæÆôöòûùÿÖÜø£Ø×ƒ" +
        "áíóúñÑªº¿®¬½¼¡«»" +
        "░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐" +
        "└┴┬├─┼ãÃ╚╔╩╦╠═╬¤" +
        "ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀" +
        "ÓßÔÒõÕµþÞÚÛÙýÝ¯´" +
        "\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0";

    // Central Europe.
    private const string Upper852 =
        "ÇüéâäůćçłëŐőîŹÄĆ" +
        "ÉĹĺôöĽľŚśÖÜŤťŁ×č" +
        "áíóúĄąŽžĘę¬źČş«»" +
        "░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐" +
        "└┴┬├─┼Ăă╚╔╩╦╠═╬¤" +
        "đĐĎËďŇÍÎě┘┌█▄ŢŮ▀" +
        "ÓßÔŃńňŠšŔÚŕŰýÝţ´" +
        "\u00AD˝˛ˇ˘§÷¸°¨˙űŘř■\u00A0";

    // Windows' Western Europe; a NUL here is a byte without a character.
    private const string Upper1252 =
        "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0" +
        "\0‘’“”•–—˜™š›œ\0žŸ" +
        "\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯" +
        "°±²³´µ¶·¸¹º»¼½¾¿" +
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ" +
        "ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß" +
        "àáâãäåæçèéêëìíîï" +
        "ðñòóôõö÷øùúûüýþÿ";

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

    /// <summary>Printed for a character that no page of the printer has: a filled box. WPC1252 lacks it.</summary>
    public const char Replacement = '■';

    private readonly string _upper;
    private readonly FrozenDictionary<char, byte> _bytes;

    private CodePage(string name, string upper)
    {
        Name = name;
        _upper = upper;
        _bytes = Enumerable.Range(0, upper.Length)
            .Where(index => upper[index] != '\0')
            .ToFrozenDictionary(index => upper[index], index => (byte)(0x80 + index));
    }

    public static CodePage Pc437 { get; } = new("PC437", Upper437);

    public static CodePage Pc850 { get; } = new("PC850", Upper850);

    public static CodePage Pc852 { get; } = new("PC852", Upper852);

    public static CodePage Pc858 { get; } = new("PC858", Upper858);

    public static CodePage Wpc1252 { get; } = new("WPC1252", Upper1252);

    private static readonly CodePage[] All = [Pc437, Pc850, Pc852, Pc858, Wpc1252];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(page => page.Name)];

    public string Name { get; }

    public static CodePage ByName(string name) =>
        Array.Find(All, page => string.Equals(page.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"no code page '{name}'; there are: {string.Join(", ", Names)}", nameof(name));

    /// <summary>The character that a byte from 0x20 prints; a blank where the page has none.</summary>
    public char ToChar(byte value) => value < 0x80 ? (char)value : _upper[value - 0x80] is not '\0' and var character ? character : ' ';

    public bool Has(char character) => character is >= ' ' and < '\x7f' || _bytes.ContainsKey(character);

    /// <returns>False: the page hasn't it, and <paramref name="value"/> is the replacement's byte, or a question mark's.</returns>
    public bool TryToByte(char character, out byte value)
    {
        if (character is >= ' ' and < '\x7f')
        {
            value = (byte)character;
            return true;
        }

        if (_bytes.TryGetValue(character, out value))
            return true;
        value = _bytes.GetValueOrDefault(Replacement, (byte)'?');
        return false;
    }
}
