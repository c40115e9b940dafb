using System.Globalization;
using System.Text;
using EdgeIpc.Paper;
using EdgeIpc.Spool;
using Microsoft.AspNetCore.Http;

namespace EdgeIpc.Web;

/// <summary>What somebody sent to be printed, understood and planned.</summary>
/// <param name="Content">As the spool keeps it.</param>
internal sealed record ReceivedDocument(ReadOnlyMemory<byte> Content, DocumentFormat Format, BandPlan Plan, DocumentWish Wish, IReadOnlyList<string> Warnings);

/// <param name="Title">What the queue shows; null for whatever is usual.</param>
internal sealed record DocumentWish(string? Title, int Copies, bool Hold);

/// <summary>
/// Takes a document out of a request: a text in JSON, or a PNG or JPEG picture as the body itself, with its title and hold in
/// the query. What can't be printed is refused here, while there is somebody to tell.
/// </summary>
internal sealed class DocumentIntake(IStation station, WebOptions options, Doorkeeper doorkeeper) : IDisposable
{
    public static IReadOnlyList<string> PictureTypes { get; } = ["image/png", "image/jpeg"];

    /// <summary>Each picture that is unpacked takes a process with 128 MB and a second of a core.</summary>
    private const int PicturesAtOnce = 2;

    private static readonly TimeSpan PicturePatience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _pictures = new(PicturesAtOnce);

    /// <summary>The document; null when it can't be printed, and then the refusal is written.</summary>
    public Task<ReceivedDocument?> ReadAsync(HttpContext context) =>
        PictureTypes.Contains(context.Request.ContentType?.Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase) ? ReadPictureAsync(context) : ReadTextAsync(context);

    public void Dispose() => _pictures.Dispose();

    private async Task<ReceivedDocument?> ReadTextAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ApiJson.Default.JobRequest, doorkeeper) is not { } request) return null;
        byte[] text = Encoding.UTF8.GetBytes(request.Text);
        if (text.Length > options.DocumentBytes)
        {
            await RefuseLengthAsync(context, "text", text.Length);
            return null;
        }

        return await PlanAsync(context, DocumentFormat.Text, text, new DocumentWish(request.Title, request.Copies, request.Hold), []);
    }

    private async Task<ReceivedDocument?> ReadPictureAsync(HttpContext context)
    {
        var query = context.Request.Query;
        int copies = 1;
        if (query.TryGetValue("copies", out var number) && !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out copies))
        {
            await doorkeeper.RefuseAsync(context, StatusCodes.Status400BadRequest, RefusalKind.BadRequest, "'copies' is a whole number.");
            return null;
        }

        using var file = new MemoryStream();
        await context.Request.Body.CopyToAsync(file, context.RequestAborted);
        if (file.Length > options.DocumentBytes)
        {
            await RefuseLengthAsync(context, "picture", file.Length);
            return null;
        }

        if (!await _pictures.WaitAsync(PicturePatience, context.RequestAborted))
        {
            await Answers.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "busy", $"{PicturesAtOnce} pictures are being unpacked; try again.");
            return null;
        }

        try
        {
            switch (await Task.Run(() => station.ReadPicture(file.ToArray()), context.RequestAborted))
            {
                case PictureResult.Read { Document: var picture }:
                    return await PlanAsync(context, DocumentFormat.Raw, picture.Content, new DocumentWish(query["title"], copies, query["hold"] == "true"), picture.Warnings);
                case PictureResult.Refused refused:
                    await RefuseUnprintableAsync(context, refused.Sentence);
                    return null;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
        finally
        {
            _pictures.Release();
        }
    }

    private async Task<ReceivedDocument?> PlanAsync(HttpContext context, DocumentFormat format, ReadOnlyMemory<byte> content, DocumentWish wish, IReadOnlyList<string> warnings)
    {
        switch (await Task.Run(() => station.Plan(format, content), context.RequestAborted))
        {
            case PlanResult.Planned { Plan: var plan }:
                return new ReceivedDocument(content, format, plan, wish, [.. warnings, .. plan.Warnings]);
            case PlanResult.Refused refused:
                await RefuseUnprintableAsync(context, refused.Sentence);
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private Task RefuseLengthAsync(HttpContext context, string what, long bytes) =>
        doorkeeper.RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, RefusalKind.BodyTooLarge, $"The {what} has {bytes} bytes; allowed are {options.DocumentBytes}.");

    private static Task RefuseUnprintableAsync(HttpContext context, string sentence) =>
        Answers.RefuseAsync(context, StatusCodes.Status400BadRequest, "unprintable", $"This can't be printed: {sentence}.");
}
