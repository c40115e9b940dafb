using System.Text;
using Microsoft.AspNetCore.Http;

namespace EdgeIpc.Web;

/// <summary>For machines that watch: is this process alive, does the station work, and everything it counts.</summary>
internal sealed class HealthApi(StationWatch watch, WebCounters counters, RefusalLog refusals)
{
    private static readonly string[] Needed = ["sensor", "controller", "spooler"];

    public static Task LiveAsync(HttpContext context) =>
        Answers.WriteAsync(context, StatusCodes.Status200OK, new HealthAnswer(true, []), ApiJson.Default.HealthAnswer);

    public Task ReadyAsync(HttpContext context)
    {
        var problems = Problems(watch.View());
        return Answers.WriteAsync(
            context, problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, new HealthAnswer(problems.Count == 0, problems), ApiJson.Default.HealthAnswer);
    }

    public Task StationAsync(HttpContext context) => Answers.WriteAsync(context, StatusCodes.Status200OK, "application/json; charset=utf-8", watch.ViewJson().Json);

    public Task MetricsAsync(HttpContext context)
    {
        string text = MetricsText.Of(watch.View(), counters.Read(refusals.Total));
        return Answers.WriteAsync(context, StatusCodes.Status200OK, "text/plain; version=0.0.4; charset=utf-8", Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Sentences about a station that does not do all it is for.</summary>
    internal static IReadOnlyList<string> Problems(StationView view) =>
    [
        .. Needed.Where(role => !view.Processes.Any(process => process.Role == role && process.ProcessId is not null)).Select(role => $"The {role} is down."),
        .. view.Balance.Imbalances.Select(broken => broken.Sentence),
    ];
}
