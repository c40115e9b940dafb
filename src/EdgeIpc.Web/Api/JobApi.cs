using System.Globalization;
using EdgeIpc.Paper;
using EdgeIpc.Spool;
using Microsoft.AspNetCore.Http;

namespace EdgeIpc.Web;

/// <summary>Jobs from the page: looked at before they are printed, submitted, managed.</summary>
internal sealed class JobApi(IStation station, WebOptions options, DocumentIntake intake, Doorkeeper doorkeeper) : IDisposable
{
    /// <summary>What the queue shows as the submitter: the token names no person.</summary>
    private const string Submitter = "page";

    // A rehearsal of a long text takes a core for a second: one at a time.
    private readonly SemaphoreSlim _rehearsal = new(1);

    public async Task PreviewAsync(HttpContext context)
    {
        if (await intake.ReadAsync(context) is not { } document) return;
        if (!await _rehearsal.WaitAsync(TimeSpan.FromSeconds(2), context.RequestAborted))
        {
            await Answers.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "busy", "Another preview is being drawn; try again.");
            return;
        }

        try
        {
            var rehearsal = await Task.Run(() => PlanRehearsal.Run(document.Plan, options.Profile, options.LineBaud), context.RequestAborted);
            using var png = new MemoryStream();
            rehearsal.Paper.WritePng(png);
            var answer = new PreviewAnswer(
                Convert.ToBase64String(png.GetBuffer(), 0, (int)png.Length), document.Plan.TotalBytes, document.Plan.Bands.Count, Math.Round(rehearsal.Seconds, 2), rehearsal.MotorStops, document.Warnings);
            await Answers.WriteAsync(context, StatusCodes.Status200OK, answer, ApiJson.Default.PreviewAnswer);
        }
        finally
        {
            _rehearsal.Release();
        }
    }

    public async Task SubmitAsync(HttpContext context)
    {
        // What the spooler would give up is refused now, while there is somebody to tell.
        if (await intake.ReadAsync(context) is not { } document) return;
        var submission = new SubmitRequest(document.Content, document.Format)
        {
            Title = string.IsNullOrWhiteSpace(document.Wish.Title) ? "from the page" : document.Wish.Title,
            Copies = document.Wish.Copies,
            Hold = document.Wish.Hold,
            Warning = string.Join("; ", document.Warnings),
            SubmittedBy = Submitter,
        };
        var result = await Task.Run(() => station.Submit(submission), context.RequestAborted);
        if (result is SubmitResult.Accepted accepted)
        {
            await Answers.WriteAsync(context, StatusCodes.Status201Created, new JobAccepted(accepted.JobNumber, result.Sentence), ApiJson.Default.JobAccepted);
            return;
        }

        var (status, error) = result switch
        {
            SubmitResult.Invalid or SubmitResult.Empty => (StatusCodes.Status400BadRequest, "invalid"),
            SubmitResult.TooLarge => (StatusCodes.Status413PayloadTooLarge, "too-large"),
            SubmitResult.DiskFull => (StatusCodes.Status507InsufficientStorage, "disk-full"),
            _ => (StatusCodes.Status503ServiceUnavailable, "queue-full"),
        };
        await Answers.RefuseAsync(context, status, error, result.Sentence);
    }

    public async Task ManageAsync(HttpContext context)
    {
        var route = context.Request.RouteValues;
        if (!long.TryParse(route["number"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            || WishOf(route["wish"]?.ToString()) is not { } wish)
        {
            await doorkeeper.RefuseAsync(context, StatusCodes.Status404NotFound, RefusalKind.NoSuchPath, "A job is told hold, release, cancel or restart.");
            return;
        }

        var result = await Task.Run(() => station.Manage(wish, number), context.RequestAborted);
        var (status, sentence) = result switch
        {
            ManageResult.Done done => (StatusCodes.Status200OK, $"Job {number} is {done.Job.State.Keyword()}."),
            ManageResult.Requested => (StatusCodes.Status202Accepted, $"Job {number} ends after the band in hand."),
            ManageResult.NoSuchJob none => (StatusCodes.Status404NotFound, none.Sentence),
            ManageResult.Refused refused => (StatusCodes.Status409Conflict, refused.Sentence),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (status < StatusCodes.Status400BadRequest) await Answers.WriteAsync(context, status, new JobAnswer(sentence), ApiJson.Default.JobAnswer);
        else await Answers.RefuseAsync(context, status, "refused", sentence);
    }

    public void Dispose() => _rehearsal.Dispose();

    private static JobWish? WishOf(string? word) => word switch
    {
        "hold" => JobWish.Hold,
        "release" => JobWish.Release,
        "cancel" => JobWish.Cancel,
        "restart" => JobWish.Restart,
        _ => null,
    };
}
