using System.Globalization;
using EdgeIpc.Browser;

// The page in a real browser, on the demo's station: usage: browser EDGEIPC OUTPUT-DIRECTORY [cost MINUTES | only WORD]
if (args is not [var edgeipc, var output, .. var rest] || rest is not ([] or ["cost" or "only", _])) return 64;
Directory.CreateDirectory(output);
bool isCost = rest is ["cost", _];
await using var station = await RunningDemo.StartAsync(edgeipc, isCost ? ["--rate", $"{PageCost.RateHz}"] : ["--frames"]);
await using var browser = await StationBrowser.LaunchAsync(station.Link, output);
if (isCost)
{
    using var cost = new PageCost(station, browser);
    await cost.MeasureAsync(TimeSpan.FromMinutes(double.Parse(rest[1], CultureInfo.InvariantCulture)));
    return 0;
}

(string Name, Func<StationBrowser, RunningDemo, Task> Check)[] checks = [.. PageChecks.All, .. LessonChecks.All, .. TerminalChecks.All, .. LastChecks.All];
// The words of one check alone, for whoever works on it.
if (rest is ["only", var word])
{
    checks = [.. checks.Where(check => check.Name.Contains(word, StringComparison.Ordinal))];
    await browser.OpenAsync();
}

foreach (var (name, check) in checks)
{
    Console.WriteLine($"{name} ...");
    long startedAt = TimeProvider.System.GetTimestamp();
    await check(browser, station);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"so: {name} ({TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds:0.0} s)"));
}

Console.WriteLine($"{checks.Length} things shown in a browser, {browser.Pictures} pictures in {output}");
return 0;
