using System.Text.Json;

namespace EdgeIpc.Web.Tests;

public sealed class EventStreamTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_gets_the_station_and_then_only_the_columns_it_has_not_seen()
    {
        await using var page = await ServedPage.StartAsync();
        string text = await ReadEventsAsync(page, until: "event: signal", times: 4, span: 0);
        Assert.Contains("event: station\ndata: {\"instance\":\"made-up\"", text, StringComparison.Ordinal);
        var frames = text.Split('\n').Where(line => line.StartsWith("data: {\"columnMs\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line[6..]).RootElement)
            .Where(frame => frame.GetProperty("channels").GetArrayLength() > 0).ToList();
        Assert.True(frames.Count >= 2, text);
        int First(JsonElement frame) => frame.GetProperty("first").GetInt32();
        int Count(JsonElement frame) => frame.GetProperty("channels")[0].GetProperty("low").GetArrayLength();
        Assert.Equal(SignalSpan.ColumnCount, Count(frames[0]));
        // The newest column comes again, as it may have grown.
        Assert.Equal(First(frames[0]) + Count(frames[0]) - 1, First(frames[1]));
        Assert.All(frames.Skip(1), frame => Assert.InRange(Count(frame), 1, 100));
        // A look that fell between two frames leaves only that column for the second.
        Assert.Contains(frames.Skip(1), frame => Count(frame) > 1);
    }

    [Fact]
    public async Task A_peak_of_one_sample_is_in_its_column_at_every_zoom()
    {
        await using var page = await ServedPage.StartAsync();
        for (int span = 0; span < SignalSpan.All.Count; span++)
        {
            string text = await ReadEventsAsync(page, until: "\"high\":[", span: span);
            Assert.Contains(",9", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task While_nobody_watches_the_ring_is_let_go()
    {
        await using var page = await ServedPage.StartAsync();
        Assert.Equal(0, page.Station.Plays);
        await ReadEventsAsync(page, until: "\"high\":[");
        Assert.True(page.Station.Plays > 0);
        await UntilAsync(() => page.Station.IsResting);
        // Counted on the same turn, a moment after the ring was let go.
        await UntilAsync(() => (page.Station.Noted.StreamsOpened, page.Station.Noted.StreamsOpen) == (1, 0));
        Assert.True(page.Station.Noted.EventBytes > 1000);
    }

    [Fact]
    public async Task A_station_that_ended_takes_the_page_along()
    {
        await using var page = await ServedPage.StartAsync();
        page.Station.IsThere = false;
        await UntilAsync(() => page.Log.Lines.Any(line => line.Contains("The station has ended", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("all")]
    public async Task A_zoom_that_is_none_is_refused(string span)
    {
        await using var page = await ServedPage.StartAsync();
        using var answer = await page.GetAsync($"/api/events?span={span}");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    /// <summary>Reads a stream until a text came so often, and closes it.</summary>
    internal static async Task<string> ReadEventsAsync(ServedPage page, string until, int times = 1, int span = 1)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(ServedPage.Watchdog);
        using var answer = await page.Client.GetAsync(new Uri($"/api/events?span={span}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(limit.Token));
        var text = new System.Text.StringBuilder();
        for (int found = 0; found < times;)
        {
            string line = await reader.ReadLineAsync(limit.Token) ?? throw new EndOfStreamException(text.ToString());
            text.Append(line).Append('\n');
            if (line.Contains(until, StringComparison.Ordinal)) found++;
        }

        return text.ToString();
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(ServedPage.Watchdog);
        while (!isSo()) await timer.WaitForNextTickAsync(limit.Token);
    }
}
