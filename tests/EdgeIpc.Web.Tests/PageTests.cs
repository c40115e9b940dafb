using System.Net;
using System.Text.RegularExpressions;
using EdgeIpc.Paper;

namespace EdgeIpc.Web.Tests;

public sealed class PageTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_and_everything_it_names_is_served()
    {
        await using var page = await ServedPage.StartAsync();
        string html = await page.TextOfAsync("/");
        var names = Regex.Matches(html, "(?:src|href)=\"(?<file>[a-z]+\\.(?:css|js|svg))\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["file"].Value).ToList();
        foreach (string script in names.Where(name => name.EndsWith(".js", StringComparison.Ordinal)).ToList())
            names.AddRange(Regex.Matches(await page.TextOfAsync($"/{script}"), "from \"\\./(?<file>[a-z]+\\.js)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["file"].Value));
        Assert.True(names.Count > 10);
        foreach (string name in names.Distinct(StringComparer.Ordinal))
        {
            using var answer = await page.GetAsync($"/{name}");
            Assert.True(answer.StatusCode == HttpStatusCode.OK, name);
        }
    }

    [Fact]
    public async Task Nothing_on_the_page_is_inline_and_nothing_comes_from_elsewhere()
    {
        await using var page = await ServedPage.StartAsync();
        string html = await page.TextOfAsync("/");
        Assert.DoesNotMatch("<script(?![^>]* src=)", html);
        Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=", html);
        Assert.DoesNotMatch("https?://", html);
        using var answer = await page.GetAsync("/");
        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers_a_refusal_too()
    {
        await using var page = await ServedPage.StartAsync();
        foreach (string path in (string[])["/", "/page.js", "/api/station", "/metrics", "/nothing"])
        {
            using var answer = await page.GetAsync(path);
            Assert.Equal(SecurityHeaders.ContentPolicy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task A_browser_that_has_the_page_gets_only_a_nod()
    {
        await using var page = await ServedPage.StartAsync();
        using var first = await page.GetAsync("/page.js");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/page.js", UriKind.Relative));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await page.Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Beyond_this_machine_reading_needs_the_token_too()
    {
        // 0.0.0.0 is reached from outside; the test comes by the loopback all the same.
        await using var page = await ServedPage.StartAsync(options => options with { Address = IPAddress.Any, IsTokenChosen = true });
        Assert.StartsWith("HTTP/1.1 200", await Get("/", ""), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await Get("/health/live", ""), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", await Get("/api/station", ""), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 401", await Get("/metrics", ""), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await Get("/api/station", $"Authorization: Bearer {ServedPage.Token}\r\n"), StringComparison.Ordinal);

        Task<string> Get(string path, string headers) => page.SendRawAsync($"GET {path} HTTP/1.1\r\nHost: station.local\r\n{headers}\r\n");
    }

    [Theory]
    [InlineData("0.0.0.0", false, ServedPage.Token, "no token in the settings")]
    [InlineData("0.0.0.0", true, ServedPage.Token, null)]
    [InlineData("127.0.0.1", false, ServedPage.Token, null)]
    [InlineData("::1", false, ServedPage.Token, null)]
    [InlineData("127.0.0.1", true, "short", "allowed are 24 to 200")]
    [InlineData("127.0.0.1", true, "twenty four characters with blanks", "letters, digits")]
    public void A_page_is_reached_from_outside_only_with_a_token_that_somebody_chose(string address, bool isTokenChosen, string token, string? fault)
    {
        var options = new WebOptions { Address = IPAddress.Parse(address), IsTokenChosen = isTokenChosen, Token = token, Profile = PrinterProfile.Load("edgeipc-58"), LineBaud = 9600 };
        if (fault is null) Assert.Null(options.FirstFault());
        else Assert.Contains(fault, options.FirstFault(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told_as_such()
    {
        await using var page = await ServedPage.StartAsync();
        var taken = await Assert.ThrowsAsync<WebAddressException>(() => ServedPage.StartAsync(options => options with { Port = page.Server.Address.Port }));
        Assert.True(taken.IsTaken);
        Assert.Contains("another program serves there already", taken.Message, StringComparison.Ordinal);
    }
}
