using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace EdgeIpc.Web;

/// <summary>The paper as the emulated printer draws it: what hangs out now, and the receipts that were cut.</summary>
internal sealed class PaperApi(IStation station, Doorkeeper doorkeeper)
{
    public Task HangingAsync(HttpContext context) => SendAsync(context, receipt: null);

    public Task ReceiptAsync(HttpContext context) =>
        int.TryParse(context.Request.RouteValues["receipt"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int receipt)
            ? SendAsync(context, receipt)
            : doorkeeper.RefuseAsync(context, StatusCodes.Status404NotFound, RefusalKind.NoSuchPath, "Receipts have numbers from 1.");

    private async Task SendAsync(HttpContext context, int? receipt)
    {
        if (station.ReadPaper(receipt) is { } png) await Answers.WriteAsync(context, StatusCodes.Status200OK, "image/png", png);
        else await Answers.RefuseAsync(context, StatusCodes.Status404NotFound, "no-paper", "There is no such paper, or not any more.");
    }
}
