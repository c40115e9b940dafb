using System.Globalization;

namespace EdgeIpc.Browser;

/// <summary>The screens for a terminal, in one of 80 x 24 as over SSH: looked at by a program, and kept as pictures for people.</summary>
internal static class TerminalChecks
{
    private const int Columns = 80, Lines = 24;

    public static IReadOnlyList<(string Name, Func<StationBrowser, RunningDemo, Task> Check)> All { get; } =
    [
        ("top fits a terminal of 80 x 24", (browser, station) => ShowAsync(browser, station, "terminal-top", "ledger", "top")),
        ("top needs no colour", (browser, station) => ShowAsync(browser, station, "terminal-top-plain", "ledger", "top", isPlain: true)),
        ("watch draws the signal", (browser, station) => ShowAsync(browser, station, "terminal-watch", "playing", "watch x")),
        ("watch draws the paper", (browser, station) => ShowAsync(browser, station, "terminal-watch-paper", "paper", "watch --paper")),
    ];

    private static async Task ShowAsync(StationBrowser browser, RunningDemo station, string name, string shows, string verb, bool isPlain = false)
    {
        string frame = await Terminal.FrameOfAsync(station, verb, Columns, Lines, isPlain, shows);
        string[] lines = frame.Split('\n');
        StationBrowser.Require(lines.Length <= Lines, string.Create(CultureInfo.InvariantCulture, $"{verb}: {lines.Length} lines on a screen of {Lines}"));
        foreach (string line in lines.Select(Terminal.TextOf))
            StationBrowser.Require(line.Length <= Columns, $"{verb}: longer than the screen is wide: {line}");
        // What a screen without colour shows must be told by words and weight alone.
        if (isPlain) StationBrowser.Require(!Terminal.HasColour(frame), $"{verb}: colours although none are wanted");
        await browser.TakePictureOfTextAsync(name, Terminal.ToHtml(frame));
    }
}
