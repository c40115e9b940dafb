using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeIpc.Screen;

/// <summary>
/// The terminal while a live view has it: a screen of its own without cursor and wrapping, frames that replace each other in
/// one write, and keys without echo. Disposing gives the terminal back as it was.
/// </summary>
internal sealed class LiveTerminal : IDisposable
{
    /// <summary>Keys taken between two frames. A terminal that was closed has always one more to read, and must not hold up the end.</summary>
    public const int KeysPerFrameMax = 16;

    // xterm's control sequences: alternate screen, cursor, line wrap, home, erase to the line's or the screen's end.
    private const string Enter = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private const string Leave = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private const string Home = "\u001b[H";
    private const string EraseLine = "\u001b[K";
    private const string EraseBelow = "\u001b[J";

    private readonly StringWriter _frame = new();
    private readonly IAnsiConsole _console;

    public LiveTerminal()
    {
        var real = AnsiConsole.Profile.Capabilities;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = (ColorSystemSupport)real.ColorSystem,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_frame),
        });
        Unicode = real.Unicode;
        Write(Enter);
    }

    /// <summary>Whether a live view is possible: a person at a terminal that understands more than plain lines.</summary>
    public static bool IsPossible =>
        !Console.IsOutputRedirected && !Console.IsInputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    public bool Unicode { get; }

    public static int WidthColumns => Console.WindowWidth;

    public static int HeightLines => Console.WindowHeight;

    /// <summary>Replaces what is shown.</summary>
    public void Show(IRenderable content)
    {
        _console.Profile.Width = Math.Max(ScreenView.WidthMin, WidthColumns);
        _console.Write(content);
        var frame = new StringBuilder(Home);
        // A line below the last one would scroll the first away.
        frame.AppendJoin(EraseLine + "\r\n", _frame.ToString().TrimEnd('\n').Split('\n').Take(HeightLines));
        frame.Append(EraseLine).Append(EraseBelow);
        _frame.GetStringBuilder().Clear();
        Write(frame.ToString());
    }

    /// <summary>The next key that was typed, if any. Never waits.</summary>
    public static bool TryReadKey(out char key)
    {
        bool there = Console.KeyAvailable;
        key = there ? Console.ReadKey(intercept: true).KeyChar : '\0';
        return there;
    }

    /// <summary>Writes one frame as plain lines: for a pipe or a file.</summary>
    public static void WritePlain(Func<bool, IRenderable> render, TextWriter output)
    {
        using var lines = new StringWriter();
        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(lines),
        });
        plain.Profile.Width = ScreenView.WidthMin;
        plain.Write(render(output.Encoding.CodePage == Encoding.UTF8.CodePage));
        foreach (string line in lines.ToString().TrimEnd().Split('\n')) output.WriteLine(line.TrimEnd());
    }

    public void Dispose()
    {
        Write(Leave);
        _frame.Dispose();
    }

    private static void Write(string text)
    {
        try
        {
            Console.Out.Write(text);
            Console.Out.Flush();
        }
        catch (IOException)
        {
            // The terminal was closed; SIGHUP, which comes with that, ends the view.
        }
    }
}
