using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeIpc.Screen;

/// <summary>Lines for a terminal of a known width: a line is cut where the terminal ends, never wrapped, so that what is below keeps its place.</summary>
internal sealed class ScreenText(int widthColumns)
{
    public static readonly Style Plain = Style.Plain;
    public static readonly Style Dim = new(decoration: Decoration.Dim);
    public static readonly Style Bold = new(decoration: Decoration.Bold);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Warning = new(Color.Yellow);
    public static readonly Style Bad = new(Color.Red, decoration: Decoration.Bold);

    private readonly List<IRenderable> _lines = [];
    private Paragraph _line = NewLine();
    private int _column;

    /// <summary>Lines ended so far.</summary>
    public int LineCount => _lines.Count;

    public ScreenText Add(string text, Style? style = null)
    {
        // Titles and messages come from others: a control character must not steer this terminal.
        string visible = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        int room = widthColumns - _column;
        if (visible.Length > room) visible = room > 0 ? visible[..room] : "";
        _column += visible.Length;
        if (visible.Length > 0) _line.Append(visible, style ?? Plain);
        return this;
    }

    /// <summary>Goes on at a column, counted from 0; stays where it is when that is already passed.</summary>
    public ScreenText At(int column) => column > _column ? Add(new string(' ', column - _column)) : this;

    /// <summary>Text that ends with the line.</summary>
    public ScreenText Right(string text, Style? style = null) => At(widthColumns - text.Length).Add(text, style);

    public void End()
    {
        if (_column == 0) _line.Append(" ", Plain);
        _lines.Add(_line);
        (_line, _column) = (NewLine(), 0);
    }

    public IRenderable Render() => new Rows(_lines);

    private static Paragraph NewLine() => new() { Overflow = Overflow.Crop };
}
