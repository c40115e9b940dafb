using System.Collections.Frozen;

namespace EdgeIpc.Paper;

/// <summary>Cyrillic: most letters look like Latin or Greek ones, and most small ones like pressed capitals.</summary>
internal static class CyrillicStrokes
{
    // Cyrillic letter, then the Latin or Greek one that looks like it.
    private const string Likenesses =
        "АA ВB ЕE КK МM НH ОO РP СC ТT ХX ЅS ІI ЈJ ГΓ ПΠ ФΦ аa еe оo рp сc уy хx ѕs іi јj";

    // Small letters that are their capitals, 14 dots of height pressed into 9.
    private const string Pressed = "вВ гГ дД жЖ зЗ иИ кК лЛ мМ нН пП тТ цЦ чЧ шШ щЩ ъЪ ыЫ ьЬ эЭ юЮ яЯ єЄ љЉ њЊ џЏ ґҐ";

    private static readonly FrozenDictionary<char, string> Shapes = new Dictionary<char, string>
    {
        ['Б'] = "M 9.4,5 L 2,5 2,19 6,19 A 6,15 4,4 90 -90 L 2,11",
        ['Д'] = "M 1,22.4 L 1,19 11,19 11,22.4 M 3,19 Q 4.4,14 4.4,5 L 9,5 9,19",
        ['Ж'] = "M 6,5 L 6,19 M 1.4,5 L 4.6,12 1.4,19 M 10.6,5 L 7.4,12 10.6,19 M 4.6,12 L 7.4,12",
        ['З'] = "A 6,8.5 3.6,3.5 -155 90 L 4.5,12 M 6,12 A 6,15.5 4,3.5 -90 160",
        ['И'] = "M 2,5 L 2,19 10,5 10,19",
        ['Л'] = "M 1.4,19 Q 4,19 4,12 L 4,5 10,5 10,19",
        ['У'] = "M 2,5 L 6.4,13.4 M 10,5 L 5.4,17 Q 4.5,19 2,19",
        ['Ц'] = "M 2,5 L 2,19 11,19 11,22.4 M 9,5 L 9,19",
        ['Ч'] = "M 2,5 L 2,9 A 6,9 4,4 180 90 L 10,13 M 10,5 L 10,19",
        ['Ш'] = "M 1.6,5 L 1.6,19 10.4,19 10.4,5 M 6,5 L 6,19",
        ['Щ'] = "M 1.4,5 L 1.4,19 11,19 11,22.4 M 9.4,5 L 9.4,19 M 5.4,5 L 5.4,19",
        ['Ъ'] = "M 1,5 L 3.6,5 3.6,19 6.6,19 A 6.6,15.4 3.6,3.6 90 -90 L 3.6,11.8",
        ['Ы'] = "M 1.6,5 L 1.6,19 4,19 A 4,15.4 3,3.6 90 -90 L 1.6,11.8 M 10.4,5 L 10.4,19",
        ['Ь'] = "M 2,5 L 2,19 6,19 A 6,15.4 4,3.6 90 -90 L 2,11.8",
        ['Э'] = "A 6,12 4,7 -148 148 M 5,12 L 10,12",
        ['Ю'] = "M 1.6,5 L 1.6,19 M 1.6,12 L 4.4,12 E 7.4,12 3,7",
        ['Я'] = "M 10,19 L 10,5 6,5 A 6,9 4,4 -90 -270 L 10,13 M 6,13 L 2,19",
        ['Є'] = "A 6,12 4,7 -32 -328 M 2,12 L 7,12",
        ['Ґ'] = "M 10,3 L 10,5.6 2,5.6 2,19",
        ['Љ'] = "M 1,19 Q 2.4,19 2.4,12 L 2.4,5 6,5 6,19 7.6,19 A 7.6,15.4 3,3.6 90 -90 L 6,11.8",
        ['Њ'] = "M 1.6,5 L 1.6,19 M 6,5 L 6,19 7.6,19 A 7.6,15.4 3,3.6 90 -90 L 1.6,11.8",
        ['Џ'] = "M 2,5 L 2,19 10,19 10,5 M 6,19 L 6,22.4",
        ['Ђ'] = "M 1.4,5 L 8,5 M 4,5 L 4,19 M 4,13 A 7,13 3,3 180 360 L 10,16 Q 10,19 7,19",
        ['Ћ'] = "M 1.4,5 L 8,5 M 4,5 L 4,19 M 4,13 A 7,13 3,3 180 360 L 10,19",
        ['б'] = "E 6,14.8 4,4.2 M 2,14.8 Q 2,6.4 6,6 Q 9,5.6 9.6,4",
        ['ф'] = "E 6,14.5 4,4.5 M 6,4 L 6,23",
        ['ђ'] = "M 2,4 L 2,19 M 0,7 L 6,7 M 2,14 A 6,14 4,4 180 360 L 10,20 Q 10,23 7,23",
        ['ћ'] = "M 2,4 L 2,19 M 0,7 L 6,7 M 2,14 A 6,14 4,4 180 360 L 10,19",
        ['№'] = "P 0.85 M 1,19 L 1,5 6,19 6,5 E 9.4,10 1.8,2.6 M 7.6,16 L 11.2,16",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<char, string> All = Pairs(Likenesses, "1,1 0,0")
        .Where(pair => !Shapes.ContainsKey(pair.Key))
        .Concat(Pairs(Pressed, "1,0.643 0,6.785"))
        .Concat(Shapes)
        .ToFrozenDictionary();

    internal static IEnumerable<char> Characters => All.Keys;

    internal static string? Find(char character) => All.GetValueOrDefault(character);

    private static IEnumerable<KeyValuePair<char, string>> Pairs(string words, string place) =>
        words.Split(' ').Select(pair => KeyValuePair.Create(pair[0], $"& {pair[1]} {place}"));
}
