using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace EdgeIpc.Browser;

/// <summary>A pseudo-terminal of a known size (script, of util-linux) with one of the live screens in it.</summary>
internal static partial class Terminal
{
    private const string Home = "\u001b[H";
    private const int FramesMin = 25;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string[] Colours = ["#000", "#c0392b", "#2e9e4f", "#b8860b", "#2c6fbb", "#8e44ad", "#1a8a9a", "#ccc", "#777", "#ff6b5e", "#5bd67f", "#f4d03f", "#5dade2", "#c39bd3", "#76d7e4", "#fff"];

    /// <summary>The last whole frame after some seconds, lines separated by a newline, with its colours as they were sent.</summary>
    /// <param name="shows">A word that must have come to the screen.</param>
    public static async Task<string> FrameOfAsync(RunningDemo station, string verb, int columns, int lines, bool isPlain, string shows)
    {
        string inside = $"stty rows {lines} cols {columns}; exec '{station.Program}' {verb} --instance {RunningDemo.Instance}";
        var start = new ProcessStartInfo("script", ["-qefc", inside, "/dev/null"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["XDG_STATE_HOME"] = station.StateHome;
        start.Environment["TERM"] = "xterm-256color";
        if (isPlain) start.Environment["NO_COLOR"] = "1";
        using var screen = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = new StringBuilder();
        byte[] buffer = new byte[1 << 16];
        var decoder = Encoding.UTF8.GetDecoder();
        char[] characters = new char[1 << 16];
        string[] frames;
        do
        {
            int count = await screen.StandardOutput.BaseStream.ReadAsync(buffer, limit.Token);
            if (count == 0) throw new InvalidOperationException($"{verb} ended by itself: {output}");
            output.Append(characters, 0, decoder.GetChars(buffer, 0, count, characters, 0));
            frames = output.ToString().Split(Home);
        }
        while (frames.Length < FramesMin || !frames[^2].Contains(shows, StringComparison.OrdinalIgnoreCase));

        await screen.StandardInput.WriteAsync('q');
        await screen.StandardInput.FlushAsync(CancellationToken.None);
        // Read on, so that it does not wait for room while it ends.
        while (await screen.StandardOutput.BaseStream.ReadAsync(buffer, limit.Token) > 0) { }
        await screen.WaitForExitAsync(limit.Token);
        return EraseSequence().Replace(frames[^2], "").Replace("\r", "", StringComparison.Ordinal);
    }

    /// <summary>What is left without colours and weight.</summary>
    public static string TextOf(string line) => AnySequence().Replace(line, "");

    public static bool HasColour(string frame) => Style().Matches(frame).Any(match => match.Groups["codes"].Value.Split(';').Any(code => code.Length == 2 && code[0] is '3' or '4' or '9'));

    /// <summary>The frame as a page for a picture.</summary>
    public static string ToHtml(string frame)
    {
        var html = new StringBuilder("<body style='margin:0;background:#14181b'><pre style='margin:0;padding:8px;display:inline-block;font:15px/1.2 \"DejaVu Sans Mono\",monospace;color:#ddd'>");
        int at = 0;
        string open = "";
        foreach (Match style in Style().Matches(frame))
        {
            html.Append(WebUtility.HtmlEncode(frame[at..style.Index])).Append(open.Length > 0 ? "</span>" : "");
            open = StyleOf(style.Groups["codes"].Value);
            if (open.Length > 0) html.Append($"<span style='{open}'>");
            at = style.Index + style.Length;
        }

        return html.Append(WebUtility.HtmlEncode(frame[at..])).Append("</pre>").ToString();
    }

    // Each of Spectre's sequences says all of a style; 0 ends it.
    private static string StyleOf(string codes)
    {
        var style = new StringBuilder();
        string[] words = codes.Split(';');
        for (int i = 0; i < words.Length; i++)
        {
            int code = Number(words[i], otherwise: 0);
            if (code == 1) style.Append("font-weight:bold;color:#fff;");
            else if (code == 2) style.Append("color:#8a949b;");
            else if (code is >= 30 and <= 37 or >= 90 and <= 97) style.Append($"color:{Colours[code < 90 ? code - 30 : code - 82]};");
            else if (code is >= 40 and <= 47 or >= 100 and <= 107) style.Append($"background:{Colours[code < 100 ? code - 40 : code - 92]};");
            else if ((code is 38 or 48) && i + 2 < words.Length && words[i + 1] == "5")
            {
                style.Append($"{(code == 38 ? "color" : "background")}:{Colours[Math.Min(Number(words[i + 2], otherwise: 7), Colours.Length - 1)]};");
                i += 2;
            }
        }

        return style.ToString();
    }

    private static int Number(string word, int otherwise) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    [GeneratedRegex("\u001b\\[(?<codes>[0-9;]*)m", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Style();

    [GeneratedRegex("\u001b\\[[0-9;?]*[A-Za-z]", RegexOptions.None, 1000)]
    private static partial Regex AnySequence();

    [GeneratedRegex("\u001b\\[[KJ]", RegexOptions.None, 1000)]
    private static partial Regex EraseSequence();
}
