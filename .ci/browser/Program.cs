using EdgeIpc.Browser;

// The page in a real browser, on the demo's station: usage: browser EDGEIPC OUTPUT-DIRECTORY
if (args is not [var edgeipc, var output]) return 64;
Directory.CreateDirectory(output);
(string Name, Func<StationBrowser, RunningDemo, Task> Check)[] checks = [.. PageChecks.All, .. LessonChecks.All, .. TerminalChecks.All, .. LastChecks.All];
await using var station = await RunningDemo.StartAsync(edgeipc);
await using var browser = await StationBrowser.LaunchAsync(station.Link, output);
foreach (var (name, check) in checks)
{
    Console.WriteLine($"{name} ...");
    await check(browser, station);
    Console.WriteLine($"so: {name}");
}

Console.WriteLine($"{checks.Length} things shown in a browser, {browser.Pictures} pictures in {output}");
return 0;
