using System.Buffers;

namespace EdgeIpc.Paper;

/// <summary>
/// Turns characters into bytes of a printer with several code pages. It stays in a page as long as that has what comes;
/// where it must leave, it takes the page that lasts longest, which is the fewest switches that are possible.
/// </summary>
internal sealed class CodePageText
{
    private readonly IReadOnlyList<PrinterCodePage> _pages;
    private readonly CodePage[] _tables;
    private readonly char _replacement;
    private int _page;

    internal CodePageText(PrinterProfile profile)
    {
        _pages = profile.CodePages;
        _tables = [.. _pages.Select(page => CodePage.ByName(page.Name))];
        _replacement = _tables.Any(table => table.Has(CodePage.Replacement)) ? CodePage.Replacement : '?';
    }

    /// <summary>What ESC @ does: the first page is the one that the printer powers up with.</summary>
    internal void Reset() => _page = 0;

    internal bool Has(char character) => Array.Exists(_tables, table => table.Has(character));

    /// <summary>Writes bytes and, between them, ESC t n. Tabs and line feeds stay; what no page has becomes a box.</summary>
    internal void Write(ReadOnlySpan<char> text, IBufferWriter<byte> destination) => Write(text, 0, text.Length, destination);

    /// <summary>Writes a part of a text, in the page that lasts longest over the whole of it.</summary>
    /// <param name="text">A NUL in it is drawn as dots, and needs no page.</param>
    internal void Write(ReadOnlySpan<char> text, int start, int count, IBufferWriter<byte> destination)
    {
        for (int index = start; index < start + count; index++)
        {
            char character = Known(text[index]);
            if (!IsIn(_page, character))
            {
                _page = Longest(text[index..]);
                destination.Write((ReadOnlySpan<byte>)[0x1b, (byte)'t', (byte)_pages[_page].Number]);
            }

            if (!_tables[_page].TryToByte(character, out byte value))
                value = (byte)character;
            destination.Write(new ReadOnlySpan<byte>(in value));
        }
    }

    private bool IsIn(int page, char character) => character is '\t' or '\n' or '\0' || _tables[page].Has(character);

    private char Known(char character) => character is '\t' or '\n' or '\0' || Has(character) ? character : _replacement;

    private int Longest(ReadOnlySpan<char> text)
    {
        int best = 0, bestLength = 0;
        for (int page = 0; page < _tables.Length; page++)
        {
            int length = 0;
            while (length < text.Length && IsIn(page, Known(text[length])))
                length++;
            if (length > bestLength)
                (best, bestLength) = (page, length);
        }

        return best;
    }
}
