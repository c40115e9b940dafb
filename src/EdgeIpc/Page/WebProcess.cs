using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Paper;
using EdgeIpc.Settings;
using EdgeIpc.Web;

namespace EdgeIpc.Page;

/// <summary><c>edgeipc web</c>: the process that serves the live page.</summary>
internal static class WebProcess
{
    private static readonly Option<string?> Listen = new("--listen")
    {
        Description = "Where the page is served; without it web.address and web.port of the settings.",
        HelpName = "http://ADDRESS:PORT",
    };

    public static Command CreateVerb() =>
        new Command(Role.Web, "The process that serves the live page, for browsers on this machine unless the settings say more.") { Listen }
            .ToDaemon((run, parsed) => RunAsync(run, parsed).GetAwaiter().GetResult());

    private static async Task RunAsync(ProcessRun run, ParseResult parsed)
    {
        var settings = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));
        var options = OptionsOf(run, settings, parsed.GetValue(Listen));
        using var station = new PageStation(run.Instance, settings, TimeProvider.System);
        await using var server = await StartAsync(options, station, run);
        PageAddress.Save(run.Instance, server.Address);
        run.Ready($"serving {server.Address}");
        if (!parsed.GetValue(DaemonOptions.Lifeline)) await Console.Out.WriteLineAsync($"The page: {PageLink.Of(server.Address, options.Token)}");
        await server.RunAsync(run.Beat, run.Stopping);
    }

    private static WebOptions OptionsOf(ProcessRun run, StationSettings settings, string? listen)
    {
        var place = PageAddress.Parse(listen ?? $"http://{settings.Web.Address}:{settings.Web.Port}", listen is null ? "web.address" : "--listen");
        bool isTokenChosen = settings.Web.Token.Length > 0;
        var options = new WebOptions
        {
            Address = place.Address,
            // A process that comes back is looked for where the one before it was.
            Port = place.Port != 0 ? place.Port : PageAddress.LastPort(run.Instance, place.Address),
            Token = isTokenChosen ? settings.Web.Token : PageToken.OfInstance(run.Instance),
            IsTokenChosen = isTokenChosen,
            Profile = PrinterProfile.Load(settings.Printer.Profile),
            LineBaud = settings.Printer.Baud,
            DocumentBytes = settings.Spool.DocumentKilobytes * 1024L,
        };
        return options.FirstFault() is { } fault ? throw new RefusedException(ExitCode.BadSettings, $"The page is not served: {fault}.") : options;
    }

    private static async Task<WebServer> StartAsync(WebOptions options, PageStation station, ProcessRun run)
    {
        try
        {
            return await WebServer.StartAsync(options, station, TimeProvider.System, run.CreateLogger(), run.Stopping);
        }
        catch (WebAddressException e)
        {
            throw new RefusedException(e.IsTaken ? ExitCode.Busy : ExitCode.NotPermitted, e.Message);
        }
    }
}
