using System.Text;

namespace EdgeIpc.Tidy.Tests;

/// <summary>
/// A C# file taken apart: its code with comments and the insides of literals blanked out, and its comments with all else
/// blanked out. Both have the lines and columns of the file. It knows every kind of literal but not what the code means;
/// what stands in the holes of an interpolated string counts as part of the string.
/// </summary>
internal sealed class CSharpText
{
    private readonly string _text;
    private readonly StringBuilder _code;
    private readonly StringBuilder _comments;
    private int _at;

    private CSharpText(string text)
    {
        _text = text;
        _code = Blank(text);
        _comments = Blank(text);
        while (_at < text.Length) Step();
        (Code, Comments) = (_code.ToString(), _comments.ToString());
    }

    public string Code { get; }

    public string Comments { get; }

    public static CSharpText Of(string text) => new(text);

    /// <summary>The line of a position, from 1.</summary>
    public static int LineOf(string text, int index) => 1 + text.AsSpan(0, index).Count('\n');

    private void Step()
    {
        char c = _text[_at];
        if (Starts("//")) Keep(_comments, EndOf("\n", _at));
        else if (Starts("/*")) Keep(_comments, EndOf("*/", _at + 2));
        else if (c == '\'') Skip(QuotedEnd(_at + 1, '\'', verbatim: false));
        else if (c == '"') SkipString();
        else Keep(_code, _at + 1);
    }

    private void SkipString()
    {
        int quotes = 0;
        while (_at + quotes < _text.Length && _text[_at + quotes] == '"') quotes++;
        if (quotes >= 3)
        {
            Skip(EndOf(new string('"', quotes), _at + quotes));
            return;
        }

        bool verbatim = Before(1) == '@' || (Before(1) == '$' && Before(2) == '@');
        Skip(QuotedEnd(_at + 1, '"', verbatim));
    }

    private char Before(int count) => _at >= count ? _text[_at - count] : ' ';

    private bool Starts(string what) => string.CompareOrdinal(_text, _at, what, 0, what.Length) == 0;

    private int EndOf(string what, int from)
    {
        int found = _text.IndexOf(what, from, StringComparison.Ordinal);
        return found < 0 ? _text.Length : found + what.Length;
    }

    private int QuotedEnd(int from, char quote, bool verbatim)
    {
        for (int i = from; i < _text.Length; i++)
        {
            if (_text[i] == '\\' && !verbatim) i++;
            else if (_text[i] == quote && verbatim && i + 1 < _text.Length && _text[i + 1] == quote) i++;
            else if (_text[i] == quote) return i + 1;
            else if (_text[i] == '\n' && !verbatim) return i;
        }

        return _text.Length;
    }

    private void Keep(StringBuilder target, int end)
    {
        for (; _at < end; _at++) target[_at] = _text[_at];
    }

    private void Skip(int end) => _at = end;

    private static StringBuilder Blank(string text)
    {
        var blank = new StringBuilder(text.Length);
        foreach (char c in text) blank.Append(c == '\n' ? '\n' : ' ');
        return blank;
    }
}
