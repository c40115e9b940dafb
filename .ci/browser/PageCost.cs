using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace EdgeIpc.Browser;

/// <summary>
/// What the page costs at 10 kHz: the web process and the sensor with no page, with one in a browser, and with twenty. Of the twenty
/// one is a browser's and the others only take the stream: twenty browsers would measure themselves.
/// </summary>
internal sealed class PageCost(RunningDemo station, StationBrowser browser) : IDisposable
{
    public const int RateHz = 10_000;
    private const int Pages = 20;
    private const int JitterSamples = 100_000;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    private readonly HttpClient _client = new() { BaseAddress = new Uri(station.Link.GetLeftPart(UriPartial.Authority)), Timeout = Timeout.InfiniteTimeSpan };

    public async Task MeasureAsync(TimeSpan open)
    {
        await MeasureAsync("no page");
        await browser.OpenAsync();
        Console.WriteLine(await FirstPaintAsync());
        await MeasureAsync("1 page");
        using (var leaving = new CancellationTokenSource())
        {
            var streams = Enumerable.Range(1, Pages - 1).Select(_ => FollowAsync(leaving.Token)).ToList();
            await MeasureAsync($"{Pages} pages");
            await leaving.CancelAsync();
            await Task.WhenAll(streams);
        }

        await StayOpenAsync(open);
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> FirstPaintAsync() => await browser.Page.EvaluateAsync<string>(
        """
        (() => {
          const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime;
          const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource').filter((each) => !each.name.includes('/api/'))];
          return `first paint after ${Math.round(paint)} ms; ${files.length} files, ${files.reduce((sum, each) => sum + each.transferSize, 0)} bytes`;
        })()
        """);

    private async Task MeasureAsync(string what)
    {
        await Task.Delay(Settling, TimeProvider.System);
        var before = await LookAsync();
        long startedAt = TimeProvider.System.GetTimestamp();
        var jitter = JitterAsync();
        await Task.Delay(Window, TimeProvider.System);
        var after = await LookAsync();
        double seconds = TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds;
        string offBy = await jitter;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: web {(after.WebCpu - before.WebCpu) / seconds * 100:0.0} % of a core, PSS {after.WebPssKb / 1024.0:0.0} MB, {(after.EventBytes - before.EventBytes) / seconds / 1024:0.0} KiB/s of events; sensor {(after.SensorCpu - before.SensorCpu) / seconds * 100:0.0} %, {after.Published - before.Published} published, {after.Missed - before.Missed} missed, {after.Lost - before.Lost} lost by readers; {offBy}"));
    }

    /// <summary>The distances of the samples' own times, as a process takes them out of the ring.</summary>
    private async Task<string> JitterAsync()
    {
        var start = new ProcessStartInfo(station.Program, ["tap", "--json", "--count", $"{JitterSamples}", "--instance", RunningDemo.Instance]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["XDG_STATE_HOME"] = station.StateHome;
        using var tap = Process.Start(start)!;
        var taken = new List<long>(JitterSamples);
        while (await tap.StandardOutput.ReadLineAsync() is { } line)
        {
            using var sample = JsonDocument.Parse(line);
            if (sample.RootElement.TryGetProperty("takenAtNs", out var at)) taken.Add(at.GetInt64());
        }

        await tap.WaitForExitAsync();
        if (taken.Count < 2) return "no jitter known";
        const double PeriodUs = 1e6 / RateHz;
        double[] late = [.. taken.Zip(taken.Skip(1), (earlier, later) => Math.Abs((later - earlier) / 1000.0 - PeriodUs)).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"period {PeriodUs:0} us, off by {At(0.5):0.0} us (half), {At(0.99):0} us (99 %), {At(0.999):0} us (99.9 %), {late[^1]:0} us (most)");

        double At(double share) => late[(int)((late.Length - 1) * share)];
    }

    private async Task StayOpenAsync(TimeSpan open)
    {
        long startedAt = TimeProvider.System.GetTimestamp();
        var step = open / 5;
        for (int i = 0; i <= 5; i++)
        {
            var look = await LookAsync();
            var (heap, elements) = (await HeapAsync(), await NodesAsync());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"open for {TimeProvider.System.GetElapsedTime(startedAt).TotalMinutes:0.0} min: the page's heap {heap / 1024.0:0} KiB, {elements} elements; web PSS {look.WebPssKb / 1024.0:0.0} MB"));
            if (i < 5) await Task.Delay(step, TimeProvider.System);
        }
    }

    /// <summary>Of the page's own objects, after all that nobody needs is gone.</summary>
    private async Task<long> HeapAsync()
    {
        var session = await browser.Page.Context.NewCDPSessionAsync(browser.Page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        await session.DetachAsync();
        return (long)usage!.Value.GetProperty("usedSize").GetDouble();
    }

    private Task<int> NodesAsync() => browser.Page.EvaluateAsync<int>("document.getElementsByTagName('*').length");

    private async Task FollowAsync(CancellationToken leaving)
    {
        try
        {
            await using var stream = await _client.GetStreamAsync(new Uri("/api/events", UriKind.Relative), leaving);
            byte[] buffer = new byte[1 << 16];
            while (await stream.ReadAsync(buffer, leaving) > 0) { }
        }
        catch (OperationCanceledException)
        {
            // Closed, as a page is.
        }
    }

    private async Task<Look> LookAsync()
    {
        using var view = JsonDocument.Parse(await _client.GetStringAsync(new Uri("/api/station", UriKind.Relative)));
        var root = view.RootElement;
        var processes = root.GetProperty("processes").EnumerateArray().ToDictionary(process => process.GetProperty("role").GetString()!, process => process, StringComparer.Ordinal);
        var ticks = root.GetProperty("figures").GetProperty("ticks");
        string metrics = await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        string events = metrics.Split('\n').First(line => line.StartsWith("edgeipc_web_event_bytes_total ", StringComparison.Ordinal));
        int web = processes["web"].GetProperty("processId").GetInt32();
        string pss = (await File.ReadAllLinesAsync($"/proc/{web}/smaps_rollup")).First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return new Look(
            CpuSecondsOf(web), CpuSecondsOf(processes["sensor"].GetProperty("processId").GetInt32()),
            long.Parse(pss.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture), double.Parse(events.Split(' ')[1], CultureInfo.InvariantCulture),
            ticks.GetProperty("published").GetInt64(), ticks.GetProperty("missed").GetInt64(),
            root.GetProperty("figures").GetProperty("readers").EnumerateArray().Sum(reader => reader.GetProperty("lost").GetInt64()));
    }

    // proc(5): utime and stime are fields 14 and 15, in ticks of a hundredth of a second.
    private static double CpuSecondsOf(int processId)
    {
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    private sealed record Look(double WebCpu, double SensorCpu, long WebPssKb, double EventBytes, long Published, long Missed, long Lost);
}
