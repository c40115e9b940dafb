using System.Collections.Frozen;

namespace EdgeIpc.Paper;

/// <summary>The Greek letters that no code page here has; the others stand in <see cref="SignStrokes"/> or look like Latin ones.</summary>
internal static class GreekStrokes
{
    // Greek letter, then the Latin or Greek one that looks like it.
    private const string Likenesses = "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX οo ιı νv κĸ μµ";

    private static readonly FrozenDictionary<char, string> Shapes = new Dictionary<char, string>
    {
        ['Λ'] = "M 2,19 L 5.7,5 6.3,5 10,19",
        ['Ξ'] = "M 2,5 L 10,5 M 3,12 L 9,12 M 2,19 L 10,19",
        ['Π'] = "M 2,19 L 2,5 10,5 10,19",
        ['Ψ'] = "M 6,5 L 6,19 M 2,5 L 2,9 A 6,9 4,5 180 0 L 10,5",
        ['β'] = "M 2,23 L 2,8 A 5.5,8 3.5,4 180 360 Q 9,11 5.5,11.5 Q 10,12 10,15.5 Q 10,19 6,19 Q 3,19 2,17",
        ['γ'] = "M 1.6,10 Q 4,10 6,18 M 10.4,10 L 6,18 Q 4.6,23 6,23 Q 7.4,23 6,18",
        ['ζ'] = "M 3,4 L 9.5,4 Q 2,11 2,15 Q 2,19 6,19 Q 10,19 9,21.5 Q 8.4,23 6.4,23",
        ['η'] = "M 2,10 L 2,19 M 2,14 A 6,14 4,4 180 360 L 10,23",
        ['θ'] = "E 6,11.5 3.8,7.5 M 2.4,11.5 L 9.6,11.5",
        ['λ'] = "M 2,4 Q 4,4 5,8 L 9,19 10.4,19 M 5.6,10.4 L 2,19",
        ['ξ'] = "M 3,4 L 9.5,4 Q 3,4.6 3,7.4 Q 3,10.6 8,10.6 Q 2,10.6 2,15 Q 2,19 6,19 Q 10,19 9,21.5 Q 8.4,23 6.4,23",
        ['ρ'] = "M 2,23 L 2,14.5 E 6,14.5 4,4.5",
        ['ς'] = "M 9.8,11.4 Q 8,10 6,10 Q 2,10 2,14.5 Q 2,19 6,19 Q 9.6,19 9,21.5 Q 8.4,23 6.4,23",
        ['υ'] = "M 2,10 L 2,15 A 6,15 4,4 180 0 Q 10,11 8.6,10",
        ['χ'] = "M 2,10 Q 4,10 6,16.5 Q 8,23 10,23 M 10,10 L 2,23",
        ['ψ'] = "M 6,10 L 6,23 M 2,10 L 2,14 A 6,14 4,5 180 0 L 10,10",
        ['ω'] = "M 3,10 Q 1.6,12 1.6,15 Q 1.6,19 4,19 Q 6,19 6,15 M 6,15 Q 6,19 8,19 Q 10.4,19 10.4,15 Q 10.4,12 9,10",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<char, string> All = Likenesses
        .Split(' ')
        .Select(pair => KeyValuePair.Create(pair[0], $"& {pair[1]} 1,1 0,0"))
        .Concat(Shapes)
        .ToFrozenDictionary();

    internal static IEnumerable<char> Characters => All.Keys;

    internal static string? Find(char character) => All.GetValueOrDefault(character);
}
