using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace EdgeIpc.Web;

/// <summary>Pictures of the station: the paper that hangs out of the printer, the receipts that were cut, and what its cameras see.</summary>
internal sealed class PictureApi(IStation station, Doorkeeper doorkeeper)
{
    public const string FrameType = "image/x-portable-graymap";

    public Task HangingAsync(HttpContext context) => SendAsync(context, receipt: null);

    public Task ReceiptAsync(HttpContext context) =>
        int.TryParse(context.Request.RouteValues["receipt"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int receipt)
            ? SendAsync(context, receipt)
            : doorkeeper.RefuseAsync(context, StatusCodes.Status404NotFound, RefusalKind.NoSuchPath, "Receipts have numbers from 1.");

    public async Task FrameAsync(HttpContext context)
    {
        if (station.ReadFrame(context.Request.RouteValues["ring"]?.ToString() ?? "") is { } graymap) await Answers.WriteAsync(context, StatusCodes.Status200OK, FrameType, graymap);
        else await Answers.RefuseAsync(context, StatusCodes.Status404NotFound, "no-frame", "There is no such camera, or it has seen nothing yet.");
    }

    private async Task SendAsync(HttpContext context, int? receipt)
    {
        if (station.ReadPaper(receipt) is { } png) await Answers.WriteAsync(context, StatusCodes.Status200OK, "image/png", png);
        else await Answers.RefuseAsync(context, StatusCodes.Status404NotFound, "no-paper", "There is no such paper, or not any more.");
    }
}
