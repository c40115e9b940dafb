using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace EdgeIpc.Browser;

/// <summary>Debian's Chromium with the page open; everything that the page complains about is a failure.</summary>
internal sealed class StationBrowser : IAsyncDisposable
{
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Uri _link;
    private readonly string _output;
    private readonly List<string> _complaints = [];

    private StationBrowser(IPlaywright playwright, IBrowser browser, Uri link, string output) => (_playwright, _browser, _link, _output) = (playwright, browser, link, output);

    public int Pictures { get; private set; }

    /// <summary>The page as opened last.</summary>
    public IPage Page { get; private set; } = null!;

    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<StationBrowser> LaunchAsync(Uri link, string output)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Headless = true, Args = Flags });
        return new StationBrowser(playwright, browser, link, output);
    }

    /// <summary>Opens the page anew, in a context that remembers nothing.</summary>
    public async Task OpenAsync(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool withToken = true, bool isPhone = false)
    {
        if (Page is not null) await Page.Context.CloseAsync();
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            HasTouch = isPhone,
            DeviceScaleFactor = isPhone ? 2 : 1,
        });
        Page = await context.NewPageAsync();
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Add(message.Text);
        };
        Page.PageError += (_, error) => _complaints.Add(error);
        await Page.GotoAsync(withToken ? _link.ToString() : _link.GetLeftPart(UriPartial.Authority));
        await Page.Locator("#verdict.good").WaitForAsync();
        await Page.Locator("#playout", new PageLocatorOptions { HasText = "playing" }).WaitForAsync();
    }

    public async Task<string> TextOfAsync(string selector) => await Page.Locator(selector).InnerTextAsync();

    /// <summary>Waits until an element says something.</summary>
    public Task UntilAsync(string selector, string text, float timeoutMs = 60_000) =>
        Page.Locator(selector).Filter(new LocatorFilterOptions { HasText = text }).First.WaitForAsync(new LocatorWaitForOptions { Timeout = timeoutMs });

    public async Task TakePictureAsync(string name, bool isWhole = true)
    {
        if (isWhole) await Page.EvaluateAsync("window.scrollTo(0, 0)");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_output, $"{name}.png"), FullPage = isWhole });
        Pictures++;
    }

    /// <summary>Draws a page of somebody else's making, which is no page of the station.</summary>
    public async Task TakePictureOfTextAsync(string name, string html)
    {
        await using var context = await _browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.SetContentAsync(html);
        await page.Locator("pre").ScreenshotAsync(new LocatorScreenshotOptions { Path = Path.Combine(_output, $"{name}.png") });
        Pictures++;
    }

    /// <summary>What axe finds that is serious or worse: one line each.</summary>
    public async Task<IReadOnlyList<string>> SeriousFindingsAsync()
    {
        var result = await Page.RunAxe();
        return
        [
            .. result.Violations.Where(violation => violation.Impact is "serious" or "critical")
                .SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}")),
        ];
    }

    public static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
