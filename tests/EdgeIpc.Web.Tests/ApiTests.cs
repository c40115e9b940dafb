using System.Net;
using System.Text.Json;
using EdgeIpc.Commands;
using EdgeIpc.Ledger;

namespace EdgeIpc.Web.Tests;

public sealed class ApiTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_goes_to_the_controller_and_a_kill_to_the_supervisor()
    {
        await using var page = await ServedPage.StartAsync();
        using var rate = await page.PostAsync("/api/commands", """{"command":"rate 500"}""");
        using var kill = await page.PostAsync("/api/commands", """{"command":" kill   sensor "}""");
        Assert.Equal([("controller", new Command.Rate(500)), ("supervisor", new Command.Kill("sensor"))], page.Station.Sent);
        Assert.Equal("""{"outcome":"ok","sentence":"Done.","data":null}""", await rate.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("rate 99999", "1 to 10000 Hz")]
    [InlineData("dance", "There is no command")]
    [InlineData("", "No command")]
    public async Task Words_that_are_no_command_are_told_what_is_allowed(string words, string sentence)
    {
        await using var page = await ServedPage.StartAsync();
        using var answer = await page.PostAsync("/api/commands", JsonSerializer.Serialize(new CommandRequest(words), ApiJson.Default.CommandRequest));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(page.Station.Sent);
    }

    public static TheoryData<SendResult, HttpStatusCode> Results => new()
    {
        { new SendResult.Replied(Reply.Refused("No.")), HttpStatusCode.Conflict },
        { new SendResult.Replied(new Reply(ReplyCode.Busy, "Later.")), HttpStatusCode.ServiceUnavailable },
        { new SendResult.Replied(new Reply(ReplyCode.OutOfRange, "Too much.")), HttpStatusCode.BadRequest },
        { new SendResult.QueueFull(8, 10), HttpStatusCode.ServiceUnavailable },
        { new SendResult.NoReply(TimeSpan.FromSeconds(5.5)), HttpStatusCode.GatewayTimeout },
        { new SendResult.NoSuchService("controller"), HttpStatusCode.ServiceUnavailable },
        { new SendResult.Accepted(7), HttpStatusCode.Accepted },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task What_became_of_a_command_is_told_by_status_and_sentence(SendResult result, HttpStatusCode status)
    {
        await using var page = await ServedPage.StartAsync();
        page.Station.Answers = _ => result;
        using var answer = await page.PostAsync("/api/commands", """{"command":"status"}""");
        Assert.Equal(status, answer.StatusCode);
        string json = await answer.Content.ReadAsStringAsync(Token);
        Assert.Equal(result.Sentence("controller"), JsonDocument.Parse(json).RootElement.GetProperty("sentence").GetString());
    }

    [Theory]
    [InlineData("text/plain", "hello", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "hello", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "null", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{}", HttpStatusCode.BadRequest)]
    [InlineData("application/json", """{"text":"x","txet":"y"}""", HttpStatusCode.BadRequest)]
    [InlineData("application/json", """{"text":" "}""", HttpStatusCode.BadRequest)]
    public async Task A_body_that_is_not_understood_submits_nothing(string type, string body, HttpStatusCode status)
    {
        await using var page = await ServedPage.StartAsync();
        using var answer = await page.PostAsync("/api/jobs", body, change: request => request.Content = new StringContent(body, System.Text.Encoding.UTF8, type));
        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(page.Station.Submitted);
    }

    [Fact]
    public async Task A_text_is_submitted_as_a_job()
    {
        await using var page = await ServedPage.StartAsync();
        using var answer = await page.PostAsync("/api/jobs", """{"text":"Grüße","title":"a hello","copies":2,"hold":true}""");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var job = Assert.Single(page.Station.Submitted);
        Assert.Equal(("Grüße", "a hello", 2, true), (System.Text.Encoding.UTF8.GetString(job.Document.Span), job.Title, job.Copies, job.Hold));
    }

    [Fact]
    public async Task A_preview_is_the_paper_and_submits_nothing()
    {
        await using var page = await ServedPage.StartAsync();
        using var answer = await page.PostAsync("/api/preview", """{"text":"one line\nand another"}""");
        var preview = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], preview.GetProperty("pngBase64").GetBytesFromBase64()[..4]);
        Assert.True(preview.GetProperty("seconds").GetDouble() > 0);
        Assert.Empty(page.Station.Submitted);
    }

    [Fact]
    public async Task A_job_is_told_what_is_wished()
    {
        await using var page = await ServedPage.StartAsync();
        using var none = await page.PostAsync("/api/jobs/12/cancel", "");
        using var strange = await page.PostAsync("/api/jobs/12/burn", "");
        using var counted = await page.PostAsync("/api/jobs/12/1", "");
        Assert.Equal((JobWish.Cancel, 12L), Assert.Single(page.Station.Managed));
        Assert.All([none, strange, counted], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Contains("There is no job 12", await none.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_looks_in_a_row_cost_the_station_one_or_two()
    {
        await using var page = await ServedPage.StartAsync();
        for (int i = 0; i < 20; i++) await page.TextOfAsync("/api/station");
        Assert.InRange(page.Station.Looks, 1, 19);
    }

    [Fact]
    public async Task Health_says_what_is_wrong()
    {
        await using var page = await ServedPage.StartAsync();
        Assert.Equal("""{"isHealthy":true,"problems":[]}""", await page.TextOfAsync("/health/ready"));
        var view = page.Station.View with
        {
            Processes = [new ProcessView("sensor", 4000, 1, 40, 0), new ProcessView("controller", null, null, 0, 3)],
            Balance = new Balance([new Imbalance("ticks", 2, 1, "ticks: 1 unaccounted for.")]),
        };
        Assert.Equal(["The controller is down.", "The spooler is down.", "ticks: 1 unaccounted for."], HealthApi.Problems(view));
    }

    [Fact]
    public async Task Metrics_follow_the_conventions_of_Prometheus()
    {
        await using var page = await ServedPage.StartAsync();
        string[] lines = (await page.TextOfAsync("/metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("edgeipc_samples_published_total 5000", lines, StringComparer.Ordinal);
        Assert.Contains("""edgeipc_reader_samples_total{reader="controller",outcome="lost"} 3""", lines, StringComparer.Ordinal);
        Assert.Contains("""edgeipc_process_resident_memory_bytes{role="sensor"} 41943040""", lines, StringComparer.Ordinal);
        var types = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToDictionary(words => words[2], words => words[3], StringComparer.Ordinal);
        foreach (string line in lines.Where(line => line[0] != '#'))
        {
            string name = line.Split('{', ' ')[0];
            Assert.Matches("^edgeipc_[a-z_]+$", name);
            Assert.True(types.ContainsKey(name), $"{name} has no type");
            Assert.Equal(types[name] == "counter", name.EndsWith("_total", StringComparison.Ordinal));
            Assert.True(double.TryParse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture, out _), line);
        }
    }

    [Fact]
    public async Task Every_route_is_documented_with_its_types()
    {
        await using var page = await ServedPage.StartAsync();
        var document = JsonDocument.Parse(await page.TextOfAsync("/api/openapi.json")).RootElement;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var route in page.Server.Routes)
        {
            var operation = document.GetProperty("paths").GetProperty(route.Path).GetProperty(route.Method.ToLowerInvariant());
            Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty("summary").GetString()));
            Assert.Equal(route.Method == "POST", operation.TryGetProperty("security", out _));
        }

        var job = document.GetProperty("paths").GetProperty("/api/jobs").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        Assert.True(job.GetProperty("properties").TryGetProperty("text", out _));
    }

    [Fact]
    public async Task The_paper_is_a_picture_and_what_is_no_paper_is_not_found()
    {
        await using var page = await ServedPage.StartAsync();
        using var paper = await page.GetAsync("/api/paper");
        Assert.Equal("image/png", paper.Content.Headers.ContentType?.MediaType);
        using var none = await page.GetAsync("/api/paper/3");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task A_frame_of_a_camera_is_a_graymap_and_what_is_no_camera_is_not_found()
    {
        await using var page = await ServedPage.StartAsync();
        using var frame = await page.GetAsync("/api/frames/grey");
        Assert.Equal("image/x-portable-graymap", frame.Content.Headers.ContentType?.MediaType);
        using var none = await page.GetAsync("/api/frames/..%2Fsamples");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Theory]
    [InlineData("""{"pace":0.5}""", HttpStatusCode.OK, 0.5)]
    [InlineData("""{"pace":null}""", HttpStatusCode.OK, null)]
    [InlineData("""{"pace":1.5}""", HttpStatusCode.BadRequest, null)]
    [InlineData("""{"pace":-1}""", HttpStatusCode.BadRequest, null)]
    [InlineData("{}", HttpStatusCode.BadRequest, null)]
    public async Task The_reader_of_the_lesson_is_as_slow_as_is_wished(string body, HttpStatusCode status, double? pace)
    {
        await using var page = await ServedPage.StartAsync();
        using var answer = await page.PostAsync("/api/lessons/reader", body);
        Assert.Equal((status, pace), (answer.StatusCode, page.Station.Pace));
    }

    [Fact]
    public async Task Without_a_ring_there_is_nothing_to_read_slowly()
    {
        await using var page = await ServedPage.StartAsync();
        page.Station.View = page.Station.View with { Ring = null };
        using var answer = await page.PostAsync("/api/lessons/reader", """{"pace":1}""");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }
}
