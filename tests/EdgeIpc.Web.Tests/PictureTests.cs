using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EdgeIpc.Paper;
using EdgeIpc.Spool;

namespace EdgeIpc.Web.Tests;

/// <summary>Pictures from the page on their way to the paper.</summary>
public sealed class PictureTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly PrinterProfile Profile = PrinterProfile.Load("edgeipc-58");

    [Fact]
    public async Task A_picture_is_submitted_as_what_the_printer_gets_with_what_the_query_says_of_it()
    {
        await using var page = await ServedPage.StartAsync();
        page.Station.Pictures = Unpack;
        using var answer = await PostAsync(page, "/api/jobs?title=Gr%C3%BC%C3%9Fe.png&copies=2&hold=true", "image/png", [1, 2, 3]);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var job = Assert.Single(page.Station.Submitted);
        Assert.Equal((DocumentFormat.Raw, "Grüße.png", 2, true), (job.Format, job.Title, job.Copies, job.Hold));
        Assert.True(job.Document.Length > 3);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("image/jpeg; charset=binary")]
    [InlineData("IMAGE/JPEG")]
    public async Task A_picture_is_previewed_and_nothing_submitted(string type)
    {
        await using var page = await ServedPage.StartAsync();
        page.Station.Pictures = Unpack;
        using var answer = await PostAsync(page, "/api/preview", type, [1, 2, 3]);
        var preview = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], preview.GetProperty("pngBase64").GetBytesFromBase64()[..4]);
        Assert.Empty(page.Station.Submitted);
    }

    [Fact]
    public async Task What_is_no_picture_is_told_why()
    {
        await using var page = await ServedPage.StartAsync();
        using var answer = await PostAsync(page, "/api/jobs", "image/png", [1, 2, 3]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("This can't be printed: it is neither a PNG nor a JPEG picture.", JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Empty(page.Station.Submitted);
    }

    [Theory]
    [InlineData("image/gif", 3, "", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("image/png", 10_001, "", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("image/png", 40_000, "", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("image/png", 3, "?copies=many", HttpStatusCode.BadRequest)]
    [InlineData("image/png", 3, "?copies=-1", HttpStatusCode.BadRequest)]
    public async Task What_may_not_be_is_not_unpacked(string type, int bytes, string query, HttpStatusCode status)
    {
        await using var page = await ServedPage.StartAsync(options => options with { DocumentBytes = 10_000 });
        page.Station.Pictures = _ => throw new InvalidOperationException("must not be asked");
        using var answer = await PostAsync(page, $"/api/jobs{query}", type, new byte[bytes]);
        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(page.Station.Submitted);
    }

    [Fact]
    public async Task Without_the_token_no_picture_is_unpacked()
    {
        await using var page = await ServedPage.StartAsync();
        page.Station.Pictures = _ => throw new InvalidOperationException("must not be asked");
        using var answer = await PostAsync(page, "/api/preview", "image/png", [1], token: null);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        await page.IsUnharmedAsync(RefusalKind.NoToken);
    }

    private static PictureResult.Read Unpack(byte[] file) => new(PictureDocument.Create(new GreyPicture(16, 16, new byte[256]), Profile, 19_200));

    private static Task<HttpResponseMessage> PostAsync(ServedPage page, string path, string type, byte[] body, string? token = ServedPage.Token) => page.PostAsync(
        path, "", token, request =>
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        });
}
