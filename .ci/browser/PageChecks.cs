using System.Globalization;
using Microsoft.Playwright;

namespace EdgeIpc.Browser;

/// <summary>What a person does on the page and must see, in the order in which one would.</summary>
internal static class PageChecks
{
    private const string Script = "<img src=x onerror=\"document.title='broken in'\"><script>document.title='broken in'</script>";

    private const string Picture = "tests/EdgeIpc.Paper.Tests/Samples/chart.png";

    public static IReadOnlyList<(string Name, Func<StationBrowser, RunningDemo, Task> Check)> All { get; } =
    [
        ("the page opens, plays the signal and says that the ledger balances", OpensAsync),
        ("a command is sent and its answer shown", SendsCommandAsync),
        ("a text is previewed, printed and seen on the paper", PrintsAsync),
        ("a picture is previewed, printed and seen on the paper", PrintsPictureAsync),
        ("a file that is no picture is told so", RefusesNoPictureAsync),
        ("what the cameras see is drawn live", ShowsCamerasAsync),
        ("a title with a script in it is only ever text", ShowsScriptAsTextAsync),
        ("a pulled paper stops the printer, and a new roll lets it go on", RefillsPaperAsync),
        ("the sensor is killed and comes back", KillsSensorAsync),
        ("the web process is killed, and the open page finds the new one by itself", KillsWebAsync),
        ("a job is submitted with the keyboard alone", UsesKeyboardAsync),
        ("a phone's narrow screen shows everything without scrolling sideways", FitsPhoneAsync),
        ("dark and light follow the system and the button", ThemesAsync),
        ("without a token everything can be seen and nothing changed", ReadsOnlyAsync),
        ("axe finds nothing serious, light and dark", IsAccessibleAsync),
    ];

    private static async Task OpensAsync(StationBrowser browser, RunningDemo station)
    {
        await browser.OpenAsync();
        await browser.UntilAsync("#rate", "samples a second");
        StationBrowser.Require(new Uri(browser.Page.Url).Fragment.Length == 0, "the token is still in the address");
        await browser.TakePictureAsync("wide-light");
    }

    private static async Task SendsCommandAsync(StationBrowser browser, RunningDemo station)
    {
        await SendUntilAsync(browser, "print-chart 5", "is accepted");
        await browser.Page.FillAsync("#command", "rate 99999");
        await browser.Page.ClickAsync("#command-form button");
        await browser.UntilAsync("#reply.bad", "1 to 10000");
    }

    /// <summary>On a machine that does much else an answer may come too late, and says so: then it is asked again, as anybody would.</summary>
    private static async Task SendUntilAsync(StationBrowser browser, string command, string answer)
    {
        const int TriesMax = 8;
        for (int i = 0; i < TriesMax; i++)
        {
            await browser.Page.FillAsync("#command", command);
            await browser.Page.ClickAsync("#command-form button");
            await browser.Page.WaitForFunctionAsync("command => { const text = document.getElementById('reply').textContent; return text !== '' && text !== `${command} …`; }", command);
            if ((await browser.TextOfAsync("#reply")).Contains(answer, StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException($"{command} is not answered with '{answer}': {await browser.TextOfAsync("#reply")}");
    }

    private static async Task PrintsAsync(StationBrowser browser, RunningDemo station)
    {
        var page = browser.Page;
        await page.FillAsync("#text", "Hello from the page\nGrüße, 12.50 €\nthe third line");
        await page.FillAsync("#title", "a hello");
        await page.ClickAsync("#preview");
        await page.Locator("#preview-figure").WaitForAsync();
        await browser.UntilAsync("#preview-text", "bytes in");
        await browser.TakePictureAsync("preview");
        await page.ClickAsync("#job-form button[type=submit]");
        await browser.UntilAsync("#job-reply.good", "is accepted");
        string number = (await browser.TextOfAsync("#job-reply")).Split(' ')[1];
        var row = page.Locator($"#jobs tr[data-key='{number}']");
        await row.Filter(new LocatorFilterOptions { HasText = "completed" }).WaitForAsync(new LocatorWaitForOptions { Timeout = 90_000 });
        await page.Locator("#receipts button").First.ClickAsync();
        await page.Locator("#receipt-window").WaitForAsync();
        int height = await page.EvaluateAsync<int>("document.getElementById('receipt').naturalHeight");
        StationBrowser.Require(height > 50, $"the receipt's picture is {height} rows high");
        await browser.TakePictureAsync("printed");
    }

    private static async Task PrintsPictureAsync(StationBrowser browser, RunningDemo station)
    {
        var page = browser.Page;
        await page.FillAsync("#title", "");
        await page.SetInputFilesAsync("#picture", Picture);
        await page.ClickAsync("#preview");
        await page.Locator("#preview-figure").WaitForAsync();
        await browser.UntilAsync("#preview-text", "bytes in");
        int height = await page.EvaluateAsync<int>("document.getElementById('preview-image').naturalHeight");
        StationBrowser.Require(height > 100, $"the preview is {height} rows high");
        await browser.TakePictureAsync("picture-preview");
        await page.ClickAsync("#job-form button[type=submit]");
        await browser.UntilAsync("#job-reply.good", "is accepted");
        string number = (await browser.TextOfAsync("#job-reply")).Split(' ')[1];
        var row = page.Locator($"#jobs tr[data-key='{number}']");
        await row.Filter(new LocatorFilterOptions { HasText = "completed" }).WaitForAsync(new LocatorWaitForOptions { Timeout = 90_000 });
        await browser.UntilAsync($"#jobs tr[data-key='{number}']", Path.GetFileName(Picture));
    }

    private static async Task RefusesNoPictureAsync(StationBrowser browser, RunningDemo station)
    {
        await browser.Page.SetInputFilesAsync("#picture", new FilePayload { Name = "no.png", MimeType = "image/png", Buffer = "no picture"u8.ToArray() });
        await browser.Page.ClickAsync("#job-form button[type=submit]");
        await browser.UntilAsync("#job-reply.bad", "can't be printed");
        await browser.Page.ClickAsync("#no-picture");
    }

    private static async Task ShowsCamerasAsync(StationBrowser browser, RunningDemo station)
    {
        const string Dots = "(() => { const canvas = document.getElementById('frame-grey'); return canvas?.width > 1 ? canvas.toDataURL() : ''; })()";
        await browser.Page.WaitForFunctionAsync($"{Dots} !== ''");
        string before = await browser.Page.EvaluateAsync<string>(Dots);
        await browser.Page.WaitForFunctionAsync($"before => {Dots} !== before", before);
        await browser.UntilAsync("#cameras figure[data-key=thermal]", "°C");
    }

    private static async Task ShowsScriptAsTextAsync(StationBrowser browser, RunningDemo station)
    {
        await browser.Page.FillAsync("#text", "harmless");
        await browser.Page.FillAsync("#title", Script);
        await browser.Page.CheckAsync("#hold");
        await browser.Page.ClickAsync("#job-form button[type=submit]");
        await browser.UntilAsync("#jobs td.title", "onerror=");
        StationBrowser.Require(await browser.Page.TitleAsync() == "EdgeIpc station", "a job's title ran as a script");
        await browser.Page.Locator("#jobs button[data-wish=cancel]").First.ClickAsync();
        await browser.Page.UncheckAsync("#hold");
        await browser.Page.FillAsync("#title", "");
    }

    private static async Task RefillsPaperAsync(StationBrowser browser, RunningDemo station)
    {
        await browser.Page.ClickAsync("#paper-tray");
        await browser.UntilAsync("#printer-state.bad", "media-empty");
        await browser.TakePictureAsync("paper-out");
        await browser.Page.ClickAsync("#paper-tray");
        await browser.UntilAsync("#printer-state.good", "idle");
    }

    private static async Task KillsSensorAsync(StationBrowser browser, RunningDemo station)
    {
        var row = browser.Page.Locator("#processes tr[data-key=sensor]");
        string before = await row.Locator("td").First.InnerTextAsync();
        await row.Locator("button").ClickAsync();
        await browser.UntilAsync("#kill-reply.good", "is killed; it comes back");
        await browser.Page.WaitForFunctionAsync(
            "before => { const cell = document.querySelector('#processes tr[data-key=sensor] td'); return /^\\d+$/.test(cell.textContent) && cell.textContent !== before; }", before);
        // What it missed meanwhile is a gap in the strip and a count in the ledger.
        await browser.UntilAsync("#playout.good", "playing");
        await browser.UntilAsync("#verdict.good", "ledger balances");
        await browser.TakePictureAsync("killed-and-back");
    }

    private static async Task KillsWebAsync(StationBrowser browser, RunningDemo station)
    {
        string before = await browser.Page.Locator("#processes tr[data-key=web] td").First.InnerTextAsync();
        await browser.Page.Locator("#processes tr[data-key=web] button").ClickAsync();
        await browser.Page.WaitForFunctionAsync(
            "before => { const cell = document.querySelector('#processes tr[data-key=web] td'); return /^\\d+$/.test(cell.textContent) && cell.textContent !== before; }",
            before, new PageWaitForFunctionOptions { Timeout = 60_000 });
        // The token still holds.
        await SendUntilAsync(browser, "ping", "The controller is there");
    }

    private static async Task UsesKeyboardAsync(StationBrowser browser, RunningDemo station)
    {
        await browser.OpenAsync();
        var keyboard = browser.Page.Keyboard;
        await keyboard.PressAsync("Tab");
        StationBrowser.Require(await FocusAsync(browser) == "Skip to the station", "the first stop of the keyboard is not the skip link");
        await keyboard.PressAsync("Enter");
        await TabToAsync(browser, "text");
        await keyboard.TypeAsync("typed with the keyboard");
        await TabToAsync(browser, "Print");
        await keyboard.PressAsync("Enter");
        await browser.UntilAsync("#job-reply.good", "is accepted");
        await TabToAsync(browser, "Pull the plug");
        await browser.TakePictureAsync("keyboard-focus");
    }

    private static async Task FitsPhoneAsync(StationBrowser browser, RunningDemo station)
    {
        await browser.OpenAsync(360, 740, isPhone: true);
        int wide = await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        StationBrowser.Require(wide <= 360, string.Create(CultureInfo.InvariantCulture, $"the page is {wide} wide on a screen of 360"));
        await browser.TakePictureAsync("phone");
    }

    private static async Task ThemesAsync(StationBrowser browser, RunningDemo station)
    {
        await browser.OpenAsync(scheme: ColorScheme.Dark);
        string dark = await BackgroundAsync(browser);
        await browser.TakePictureAsync("wide-dark");
        await browser.Page.ClickAsync("#theme");
        await browser.UntilAsync("#theme", "Theme: light");
        StationBrowser.Require(await BackgroundAsync(browser) != dark, "the theme's button changes nothing");
    }

    private static async Task ReadsOnlyAsync(StationBrowser browser, RunningDemo station)
    {
        await browser.OpenAsync(withToken: false);
        int enabled = await browser.Page.Locator("#command-form button:enabled, #job-form button:enabled, #processes button:enabled, #buttons button:enabled, #printer-tools button:enabled, #jobs button:enabled").CountAsync();
        StationBrowser.Require(enabled == 0, $"{enabled} buttons that change something can be pressed without a token");
        await browser.Page.ClickAsync("#key");
        await browser.TakePictureAsync("read-only", isWhole: false);
    }

    private static async Task IsAccessibleAsync(StationBrowser browser, RunningDemo station)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await browser.OpenAsync(scheme: scheme);
            var findings = await browser.SeriousFindingsAsync();
            await browser.Page.ClickAsync("#lessons");
            findings = [.. findings, .. await browser.SeriousFindingsAsync()];
            StationBrowser.Require(findings.Count == 0, $"{scheme}: {findings.Count} findings\n{string.Join('\n', findings)}");
        }
    }

    private static Task<string> FocusAsync(StationBrowser browser) =>
        browser.Page.EvaluateAsync<string>("document.activeElement.id && !['BUTTON', 'A'].includes(document.activeElement.tagName) ? document.activeElement.id : document.activeElement.textContent.trim()");

    private static async Task TabToAsync(StationBrowser browser, string target)
    {
        const int StopsMax = 120;
        for (int i = 0; i < StopsMax; i++)
        {
            if (await FocusAsync(browser) == target) return;
            await browser.Page.Keyboard.PressAsync("Tab");
        }

        throw new InvalidOperationException($"The keyboard does not reach '{target}'.");
    }

    private static Task<string> BackgroundAsync(StationBrowser browser) => browser.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
