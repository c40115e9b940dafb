using Microsoft.AspNetCore.Http;

namespace EdgeIpc.Web;

/// <summary>What the lessons of the page do to the station that nothing else does.</summary>
internal sealed class LessonApi(IStation station, Doorkeeper doorkeeper)
{
    public async Task SlowDownAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ApiJson.Default.SlowReaderRequest, doorkeeper) is not { } request) return;
        if (request.Pace is < 0 or > 1 or double.NaN)
            await doorkeeper.RefuseAsync(context, StatusCodes.Status400BadRequest, RefusalKind.BadRequest, "A pace is 0 to 1, or null to leave.");
        else if (station.SlowDown(request.Pace))
            await Answers.WriteAsync(context, StatusCodes.Status200OK, new JobAnswer(Sentence(request.Pace)), ApiJson.Default.JobAnswer);
        else
            await Answers.RefuseAsync(context, StatusCodes.Status409Conflict, "no-ring", "There is no ring to read: no sensor has run yet.");
    }

    private static string Sentence(double? pace) => pace switch
    {
        null => "The lesson's reader has left.",
        0 => "The lesson's reader stands still.",
        1 => "The lesson's reader takes everything that is there.",
        _ => FormattableString.Invariant($"The lesson's reader takes {pace * 100:0.#} % of what comes."),
    };
}
