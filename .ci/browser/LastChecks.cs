namespace EdgeIpc.Browser;

/// <summary>What can be said only when everything else is over.</summary>
internal static class LastChecks
{
    public static IReadOnlyList<(string Name, Func<StationBrowser, RunningDemo, Task> Check)> All { get; } =
    [
        ("the browser had nothing to complain about", HasNoComplaintsAsync),
    ];

    private static Task HasNoComplaintsAsync(StationBrowser browser, RunningDemo station)
    {
        // The connection of the killed web process had to break, what was wrong had to be refused, and a controller that was kept down had to be silent.
        string[] expected = ["ERR_", "status of 400 (Bad Request)", "status of 504 (Gateway Timeout)"];
        var others = browser.Complaints.Where(text => !expected.Any(part => text.Contains(part, StringComparison.Ordinal))).ToList();
        StationBrowser.Require(others.Count == 0, string.Join('\n', others));
        return Task.CompletedTask;
    }
}
