using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace EdgeIpc.Web;

/// <summary>One way into the station: what is served and what is documented are this same line.</summary>
/// <param name="Path">With the names of its parameters in braces.</param>
/// <param name="Request">The body's type; null where there is none.</param>
/// <param name="Response">The answer's type; null for what is no JSON.</param>
/// <param name="ContentType">Of an answer that is no JSON.</param>
/// <param name="TakesPictures">A PNG or JPEG file as the body will do as well.</param>
internal sealed record ApiRoute(
    string Method, string Path, string Summary, RequestDelegate Handler, JsonTypeInfo? Request = null, JsonTypeInfo? Response = null, string ContentType = "application/json", bool TakesPictures = false);

/// <summary>Everything that can be asked and wished over HTTP. What changes something is a POST and needs the token.</summary>
internal sealed class ApiRoutes : IDisposable
{
    private readonly CommandApi _commands;
    private readonly DocumentIntake _intake;
    private readonly JobApi _jobs;

    public ApiRoutes(IStation station, WebOptions options, StationWatch watch, WebCounters counters, RefusalLog refusals, Doorkeeper doorkeeper, CancellationToken stopping)
    {
        (_commands, _intake) = (new CommandApi(station, doorkeeper), new DocumentIntake(station, options, doorkeeper));
        _jobs = new JobApi(station, options, _intake, doorkeeper);
        var (pictures, lessons) = (new PictureApi(station, doorkeeper), new LessonApi(station, doorkeeper));
        var health = new HealthApi(watch, counters, refusals);
        All =
        [
            new("GET", "/api/station", "The station now: ring, queues, jobs, printer, processes, ledger.", health.StationAsync, Response: ApiJson.Default.StationView),
            new("GET", "/api/events", "Server-sent events: 'signal' ten times a second, 'station' twice. ?span=0, 1 or 2 chooses 4 s, 20 s or 60 s of signal.", EventsAsync, ContentType: "text/event-stream"),
            new("POST", "/api/commands", "One command to the station, in the words of 'edgeipc send', and its answer.", _commands.SendAsync, ApiJson.Default.CommandRequest, ApiJson.Default.CommandAnswer),
            new("POST", "/api/jobs", "Submits a text, or a picture as the body with title, copies and hold in the query; answered when it is safe on disk.", _jobs.SubmitAsync, ApiJson.Default.JobRequest, ApiJson.Default.JobAccepted, TakesPictures: true),
            new("POST", "/api/jobs/{number}/{wish}", "Hold, release, cancel or restart a job.", _jobs.ManageAsync, Response: ApiJson.Default.JobAnswer),
            new("POST", "/api/preview", "What a text or a picture would be on paper, and what printing it would be like.", _jobs.PreviewAsync, ApiJson.Default.JobRequest, ApiJson.Default.PreviewAnswer, TakesPictures: true),
            new("POST", "/api/lessons/reader", "A reader of the ring that is as slow as is wished, for the lesson on shared memory.", lessons.SlowDownAsync, ApiJson.Default.SlowReaderRequest, ApiJson.Default.JobAnswer),
            new("GET", "/api/paper", "The paper as it hangs out of the emulated printer, or as a real one gets it.", pictures.HangingAsync, ContentType: "image/png"),
            new("GET", "/api/paper/{receipt}", "A receipt that was cut, by its number.", pictures.ReceiptAsync, ContentType: "image/png"),
            new("GET", "/api/frames/{ring}", "The newest frame of a camera.", pictures.FrameAsync, ContentType: PictureApi.FrameType),
            new("GET", "/api/openapi.json", "This document.", DocumentAsync),
            new("GET", "/metrics", "Everything that is counted, for Prometheus.", health.MetricsAsync, ContentType: "text/plain"),
            new("GET", "/health/live", "Whether this process lives.", HealthApi.LiveAsync, Response: ApiJson.Default.HealthAnswer),
            new("GET", "/health/ready", "Whether the station does all it is for; 503 with the reasons when not.", health.ReadyAsync, Response: ApiJson.Default.HealthAnswer),
        ];

        async Task EventsAsync(HttpContext context)
        {
            if (!TryReadSpan(context.Request.Query["span"].ToString(), out int span))
            {
                await doorkeeper.RefuseAsync(context, StatusCodes.Status400BadRequest, RefusalKind.BadRequest, $"A span is 0 to {SignalSpan.All.Count - 1}.");
                return;
            }

            if (!counters.TryOpenStream(options.Streams))
            {
                context.Response.Headers.RetryAfter = "5";
                await doorkeeper.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, RefusalKind.TooManyStreams, $"{options.Streams} pages look on already.");
                return;
            }

            try
            {
                await EventStream.SendAsync(context, watch, counters, span, stopping);
            }
            finally
            {
                counters.CloseStream();
            }
        }
    }

    public IReadOnlyList<ApiRoute> All { get; }

    public void Dispose()
    {
        _commands.Dispose();
        _jobs.Dispose();
        _intake.Dispose();
    }

    private static bool TryReadSpan(string text, out int span)
    {
        span = 1;
        return text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out span) && span < SignalSpan.All.Count);
    }

    private Task DocumentAsync(HttpContext context) => Answers.WriteAsync(context, StatusCodes.Status200OK, "application/json; charset=utf-8", OpenApiDocument.Of(All));
}
