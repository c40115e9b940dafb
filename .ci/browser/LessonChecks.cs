using Microsoft.Playwright;

namespace EdgeIpc.Browser;

/// <summary>The four lessons, each run through as a person would: press, wait until it is seen, press the next.</summary>
internal static class LessonChecks
{
    // Printing ten receipts takes a quarter of a minute, and the machine may do other work.
    private const int TriesMax = 8;
    private const float TryMs = 20_000;
    private const string First = "memory";

    public static IReadOnlyList<(string Name, Func<StationBrowser, RunningDemo, Task> Check)> All { get; } =
    [
        ("lesson: a slow reader is told its loss to the last sample", (browser, _) => RunAsync(browser, First)),
        ("lesson: messages wait for a controller that is away", (browser, _) => RunAsync(browser, "messages")),
        ("lesson: ten people print at once, over a killed spooler", (browser, _) => RunAsync(browser, "spooling")),
        ("lesson: a starved player says so, fills and goes on", (browser, _) => RunAsync(browser, "buffering")),
        ("after the lessons the ledger balances and everything runs", EndsWellAsync),
    ];

    private static async Task RunAsync(StationBrowser browser, string lesson)
    {
        // One page for all: each lesson leaves it as it was.
        if (lesson == First) await browser.OpenAsync();
        var page = browser.Page;
        await page.ClickAsync("#lessons");
        await page.ClickAsync($"#lesson-names button[data-lesson={lesson}]");
        var steps = page.Locator("#lesson-steps > li");
        int count = await steps.CountAsync();
        for (int i = 0; i < count; i++)
        {
            var step = steps.Nth(i);
            if (await IsSeenAsync(step)) continue;
            await browser.TakePictureAsync($"lesson-{lesson}-stuck");
            throw new InvalidOperationException($"step {i + 1} is not seen: {await step.InnerTextAsync()}\n{await browser.TextOfAsync("#lesson-figures")}");
        }

        await page.Locator("#lesson-end").WaitForAsync();
        await browser.TakePictureAsync($"lesson-{lesson}");
        // Leaving puts everything back that is not back yet.
        await page.ClickAsync("#lessons");
        await page.Locator("#lesson").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
    }

    /// <summary>Presses, where there is something to press, and waits; what was refused for the moment is pressed again.</summary>
    private static async Task<bool> IsSeenAsync(ILocator step)
    {
        var button = step.Locator("button.go");
        var seen = step.And(step.Page.Locator(".seen"));
        for (int i = 0; i < TriesMax; i++)
        {
            bool isRefused = i == 0 || await step.Locator(".reply.bad").CountAsync() > 0;
            if (isRefused && await button.CountAsync() > 0) await button.ClickAsync();
            try
            {
                await seen.WaitForAsync(new LocatorWaitForOptions { Timeout = TryMs });
                return true;
            }
            catch (TimeoutException)
            {
                // Not yet, or not this time.
            }
        }

        return false;
    }

    private static async Task EndsWellAsync(StationBrowser browser, RunningDemo station)
    {
        await browser.UntilAsync("#verdict.good", "ledger balances");
        StationBrowser.Require(await browser.Page.Locator("#processes tr.down").CountAsync() == 0, "a process is down after the lessons");
    }
}
