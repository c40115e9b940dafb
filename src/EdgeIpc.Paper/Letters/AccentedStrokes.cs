using System.Collections.Frozen;

namespace EdgeIpc.Paper;

/// <summary>
/// Letters with accents, composed: a capital is pressed down to make room above it, a small i or j loses its dot.
/// </summary>
internal static class AccentedStrokes
{
    // Accents above, drawn for y 0..3; accents below, drawn in place.
    private static readonly FrozenDictionary<char, string> Above = new Dictionary<char, string>
    {
        ['`'] = "M 7.2,3 L 4.6,0.4",
        ['´'] = "M 4.8,3 L 7.4,0.4",
        ['^'] = "M 3,3 L 6,0.4 9,3",
        ['ˇ'] = "M 3,0.4 L 6,3 9,0.4",
        ['¨'] = "d 4,1.6 d 8,1.6",
        ['~'] = "M 2.6,2.6 Q 4.4,-0.4 6,1.6 Q 7.6,3.6 9.4,0.6",
        ['˚'] = "P 0.85 E 6,1.2 1.8,1.8",
        ['˘'] = "A 6,0.2 2.8,2.6 0 180",
        ['˙'] = "d 6,1.6",
        ['˝'] = "M 3.4,3 L 5.2,0.4 M 7,3 L 8.8,0.4",
        ['¯'] = "M 3,2 L 9,2",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<char, string> Below = new Dictionary<char, string>
    {
        ['¸'] = "P 0.85 M 6,20 L 6,21 Q 8.2,21.2 7.4,22.6 Q 6.4,23.2 4.6,22.8",
        ['˛'] = "P 0.85 M 8.4,19.5 Q 6.4,21 7,22.4 Q 7.8,23.2 9.6,22.6",
        [','] = "P 0.85 M 6.4,21 L 5.2,23.4",
    }.ToFrozenDictionary();

    // Character, base, accent.
    private const string Compositions =
        "ÀA` ÁA´ ÂA^ ÃA~ ÄA¨ ÅA˚ ÇC¸ ÈE` ÉE´ ÊE^ ËE¨ ÌI` ÍI´ ÎI^ ÏI¨ ÑN~ ÒO` ÓO´ ÔO^ ÕO~ ÖO¨ ÙU` ÚU´ ÛU^ ÜU¨ ÝY´ ŸY¨ " +
        "àa` áa´ âa^ ãa~ äa¨ åa˚ çc¸ èe` ée´ êe^ ëe¨ ìı` íı´ îı^ ïı¨ ñn~ òo` óo´ ôo^ õo~ öo¨ ùu` úu´ ûu^ üu¨ ýy´ ÿy¨ " +
        "ĂA˘ ăa˘ ĄA˛ ąa˛ ĆC´ ćc´ ČCˇ čcˇ ĎDˇ ĘE˛ ęe˛ ĚEˇ ěeˇ ĹL´ ĺl´ ŃN´ ńn´ ŇNˇ ňnˇ ŐO˝ őo˝ ŔR´ ŕr´ ŘRˇ řrˇ " +
        "ŚS´ śs´ ŞS¸ şs¸ ȘS, șs, ŠSˇ šsˇ ŢT¸ ţt¸ ȚT, țt, ŤTˇ ŮU˚ ůu˚ ŰU˝ űu˝ ŹZ´ źz´ ŻZ˙ żz˙ ŽZˇ žzˇ ĀA¯ āa¯ ĒE¯ ēe¯ ĪI¯ īı¯ ŪU¯ ūu¯ " +
        "ĈC^ ĉc^ ĊC˙ ċc˙ ĔE˘ ĕe˘ ĖE˙ ėe˙ ĜG^ ĝg^ ĞG˘ ğg˘ ĠG˙ ġg˙ ĢG, ģg´ ĤH^ ĥh^ ĨI~ ĩı~ ĬI˘ ĭı˘ ĮI˛ įi˛ İI˙ ĴJ^ ĵ\u0237^ ĶK, ķk, ĻL, ļl, " +
        "ŅN, ņn, ŌO¯ ōo¯ ŎO˘ ŏo˘ ŖR, ŗr, ŜS^ ŝs^ ŨU~ ũu~ ŬU˘ ŭu˘ ŲU˛ ųu˛ ŴW^ ŵw^ ŶY^ ŷy^ " +
        "ẀW` ẁw` ẂW´ ẃw´ ẄW¨ ẅw¨ ỲY` ỳy` ḂB˙ ḃb˙ ṁm˙ ǍAˇ ǎaˇ ǏIˇ ǐıˇ ǑOˇ ǒoˇ ǓUˇ ǔuˇ ẼE~ ẽe~ ỸY~ ỹy~ " +
        "ΆΑ´ ΈΕ´ ΉΗ´ ΊΙ´ ΌΟ´ ΎΥ´ ΏΩ´ ΪΙ¨ ΫΥ¨ άα´ έε´ ήη´ ίι´ όο´ ύυ´ ώω´ ϊι¨ ϋυ¨ " +
        "ЙИ˘ йи˘ ЁЕ¨ ёе¨ ЇІ¨ їı¨ ЎУ˘ ўу˘ ЌК´ ќк´ ЃГ´ ѓг´ ЀЕ` ѐе` ЍИ` ѝи`";

    // The combining character of each accent.
    private static readonly FrozenDictionary<int, char> Marks = new Dictionary<int, char>
    {
        [0x300] = '`', [0x301] = '´', [0x302] = '^', [0x303] = '~', [0x304] = '¯', [0x306] = '˘', [0x307] = '˙', [0x308] = '¨',
        [0x30A] = '˚', [0x30B] = '˝', [0x30C] = 'ˇ', [0x326] = ',', [0x327] = '¸', [0x328] = '˛',
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<(char Letter, char Accent), char> Composed = Compositions
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .DistinctBy(word => (Plain(word[1]), word[2]))
        .ToFrozenDictionary(word => (Plain(word[1]), word[2]), word => word[0]);

    private static readonly FrozenDictionary<char, string> Shapes = Compositions
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => KeyValuePair.Create(word[0], Compose(word[1], word[2])))
        .Append(KeyValuePair.Create('ď', "& d 0.75,1 0.4,0 M 11,4 L 10.6,8"))
        .Append(KeyValuePair.Create('ť', "& t 0.85,1 0,0 M 10,4 L 9.6,7.5"))
        .Append(KeyValuePair.Create('Ľ', "& L 1,1 0,0 M 8,4.5 L 7.4,8.5"))
        .Append(KeyValuePair.Create('ľ', "& l 1,1 -1,0 M 9,4 L 8.4,8"))
        .Append(KeyValuePair.Create('ΐ', "& ι 1,1 0,0 d 3,8 d 9,8 M 5.4,8 L 6.8,4.6"))
        .Append(KeyValuePair.Create('ΰ', "& υ 1,1 0,0 d 3,8 d 9,8 M 5.4,8 L 6.8,4.6"))
        .ToFrozenDictionary();

    internal static IEnumerable<char> Characters => Shapes.Keys;

    /// <summary>The one character for a letter with a combining mark behind it, as Unicode's form C has it; 0: there is none here.</summary>
    internal static char TryCompose(char letter, int mark) =>
        Marks.TryGetValue(mark, out char accent) ? Composed.GetValueOrDefault((letter, accent)) : '\0';

    /// <summary>The strokes of a combining mark over a letter of its own, or null.</summary>
    internal static string? FindMark(int mark, bool isOverCapital)
    {
        if (!Marks.TryGetValue(mark, out char accent))
            return null;
        return Below.TryGetValue(accent, out string? below) ? below : Lower(Above[accent], isOverCapital ? 0 : 4);
    }

    internal static string? Find(char character) => Shapes.GetValueOrDefault(character);

    private static string Compose(char letter, char accent)
    {
        if (Below.TryGetValue(accent, out string? below))
            return $"& {letter} 1,1 0,0 {below}";

        // 5..19 becomes 8..19 for a capital; l is as high as a capital.
        bool isHigh = char.IsUpper(letter) || letter is 'b' or 'd' or 'h' or 'k' or 'l';
        string placed = isHigh ? $"& {letter} 1,0.786 0,4.07 " : $"& {letter} 1,1 0,0 ";
        double top = isHigh ? 1 : 4;
        return placed + Lower(Above[accent], top);
    }

    /// <summary>The drawings are made of a letter without its dot; people write it with one.</summary>
    private static char Plain(char letter) => letter switch { 'ı' => 'i', '\u0237' => 'j', _ => letter };

    /// <summary>The same strokes, moved down by <paramref name="dots"/>.</summary>
    private static string Lower(string strokes, double dots)
    {
        string[] words = strokes.Split(' ');
        bool isRadius = false;
        for (int index = 0; index < words.Length; index++)
        {
            if (!words[index].Contains(',', StringComparison.Ordinal) || isRadius)
            {
                isRadius = false;
                continue;
            }

            string[] pair = words[index].Split(',');
            double y = double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture) + dots;
            words[index] = FormattableString.Invariant($"{pair[0]},{y}");
            isRadius = words[index - 1] is "A" or "E";
        }

        return string.Join(' ', words);
    }
}
