using System.Collections.Concurrent;
using System.Text;

namespace EdgeIpc.Paper;

/// <summary>
/// All letters that can be drawn as dots: our own strokes for Latin, Greek, Cyrillic and signs, then GNU Unifont where it is
/// installed. Reads from files at first need and keeps what it read; any thread may ask.
/// </summary>
public sealed class LetterBook
{
    /// <summary>More are read again when they are needed again: a book of all characters is not kept in memory.</summary>
    private const int MostKept = 4096;

    // Debian's and Raspberry Pi OS's package fonts-unifont, which their package unifont brings along.
    private static readonly string[] InstalledFiles =
    [
        "/usr/share/fonts/opentype/unifont/unifont.otf",
        "/usr/share/fonts/opentype/unifont/unifont_upper.otf",
    ];

    private static readonly Lazy<LetterBook> LazyInstalled = new(() => WithFonts(InstalledFiles.Where(File.Exists)));

    private readonly IReadOnlyList<PixelFont> _fonts;
    private readonly ConcurrentDictionary<int, GlyphDots?> _kept = new();

    private LetterBook(IReadOnlyList<PixelFont> fonts) => _fonts = fonts;

    /// <summary>Our own letters alone.</summary>
    public static LetterBook OwnLetters { get; } = new([]);

    /// <summary>Our own, and Unifont's where Debian's package is installed.</summary>
    public static LetterBook Installed => LazyInstalled.Value;

    /// <summary>Whether there is more than our own letters.</summary>
    public bool HasFonts => _fonts.Count > 0;

    /// <summary>Our own letters and those of Unifont's OpenType files; a file that is none is passed over.</summary>
    public static LetterBook WithFonts(IEnumerable<string> paths) => new([.. paths.Select(PixelFont.TryOpen).OfType<PixelFont>()]);

    /// <summary>The dots of a character, or null: nobody has it.</summary>
    internal GlyphDots? Find(Rune rune)
    {
        if (_kept.TryGetValue(rune.Value, out GlyphDots? known))
            return known;
        if (_kept.Count > MostKept)
            _kept.Clear();
        GlyphDots? found = Draw(rune);
        _kept[rune.Value] = found;
        return found;
    }

    private GlyphDots? Draw(Rune rune)
    {
        if (rune.IsBmp && StrokeFont.Has((char)rune.Value))
            return new GlyphDots(1, [.. StrokeFont.Rows((char)rune.Value).ToArray().Select(row => (uint)row)]);
        foreach (PixelFont font in _fonts)
        {
            if (font.TryRead(rune.Value) is { } pixels)
                return pixels.ToGlyph();
        }

        return null;
    }
}
