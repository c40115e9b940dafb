using EdgeIpc.Browser;

// The page in a real browser, on the demo's station: usage: browser EDGEIPC OUTPUT-DIRECTORY
if (args is not [var edgeipc, var output]) return 64;
Directory.CreateDirectory(output);
await using var station = await RunningDemo.StartAsync(edgeipc);
await using var browser = await StationBrowser.LaunchAsync(station.Link, output);
foreach (var (name, check) in PageChecks.All)
{
    Console.WriteLine($"{name} ...");
    await check(browser, station);
    Console.WriteLine($"so: {name}");
}

Console.WriteLine($"{PageChecks.All.Count} things shown in a browser, {browser.Pictures} pictures in {output}");
return 0;
