using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Web;

/// <summary>The address can't be served: taken, or not this user's.</summary>
public sealed class WebAddressException(string sentence, bool isTaken, Exception inner) : IOException(sentence, inner)
{
    /// <summary>Another program has it; else it is not permitted, or not this machine's.</summary>
    public bool IsTaken { get; } = isTaken;
}

/// <summary>
/// The page and its API over HTTP/1.1. Nothing but the options says what is served: no environment variable, no file. The
/// server's own limits stand before ours: connections, lengths, speed.
/// </summary>
public sealed class WebServer : IAsyncDisposable
{
    private const int RequestLineBytes = 4096;
    private const int HeadersBytes = 16 << 10;
    private const int HeaderCount = 50;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _application;
    private readonly StationWatch _watch;
    private readonly Doorkeeper _doorkeeper;
    private readonly ApiRoutes _routes;
    private readonly ILogger _log;

    private WebServer(WebOptions options, IStation station, TimeProvider time, ILogger log)
    {
        _log = log;
        Refusals = new RefusalLog(log, time);
        var counters = new WebCounters();
        _watch = new StationWatch(station, counters, Refusals, time, log);
        _doorkeeper = new Doorkeeper(options, Refusals, counters, log);
        _routes = new ApiRoutes(station, options, _watch, counters, Refusals, _doorkeeper, _stopping.Token);
        _application = Build(options);
        Map(_application);
    }

    /// <summary>Where the page is, with the port that was chosen.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    internal RefusalLog Refusals { get; }

    internal IReadOnlyList<ApiRoute> Routes => _routes.All;

    /// <summary>Serves from now on.</summary>
    /// <exception cref="WebAddressException">The address is taken or not permitted; says so in a sentence.</exception>
    public static async Task<WebServer> StartAsync(WebOptions options, IStation station, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        if (options.FirstFault() is { } fault) throw new ArgumentException(fault, nameof(options));
        var server = new WebServer(options, station, time, log);
        try
        {
            await server._application.StartAsync(cancellationToken);
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            if (e is not (IOException or SocketException)) throw;
            bool isTaken = e.InnerException is AddressInUseException || e is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse };
            string why = isTaken ? "another program serves there already" : e.Message;
            throw new WebAddressException($"http://{new IPEndPoint(options.Address, options.Port)} can't be served: {why}.", isTaken, e);
        }

        server.Address = new Uri(server._application.Urls.First());
        WebLog.Serving(log, server.Address);
        return server;
    }

    /// <summary>Looks at the station for the pages, until it has ended or the token says so.</summary>
    /// <param name="beat">Called at least once a second.</param>
    public async Task RunAsync(Action beat, CancellationToken cancellationToken)
    {
        await _watch.RunAsync(beat, cancellationToken);
        if (!cancellationToken.IsCancellationRequested) WebLog.StationGone(_log);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using (var patience = new CancellationTokenSource(StopPatience)) await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
        _routes.Dispose();
        _doorkeeper.Dispose();
        _watch.Dispose();
        _stopping.Dispose();
    }

    private WebApplication Build(WebOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // ProcessRun, not this library, decides what SIGTERM and Ctrl-C do.
        builder.Services.AddSingleton<IHostLifetime, ForeignLifetime>();
        builder.Services.AddRoutingCore();
        builder.Logging.AddProvider(new KestrelEars(Refusals, _log));
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        builder.Logging.AddFilter((category, level) => KestrelEars.Hears(category, level));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
            var limits = kestrel.Limits;
            (limits.MaxConcurrentConnections, limits.MaxConcurrentUpgradedConnections) = (options.Connections, 0);
            (limits.MaxRequestLineSize, limits.MaxRequestHeadersTotalSize, limits.MaxRequestHeaderCount) = (RequestLineBytes, HeadersBytes, HeaderCount);
            limits.MaxRequestBodySize = Doorkeeper.SmallBodyBytes;
            limits.RequestHeadersTimeout = options.Patience;
            limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, options.Patience);
        });
        return builder.Build();
    }

    private void Map(WebApplication application)
    {
        application.Use(next => context => _doorkeeper.PassAsync(context, next));
        application.UseRouting();
        foreach (var route in _routes.All) application.MapMethods(route.Path, route.Method == "GET" ? ["GET", "HEAD"] : [route.Method], route.Handler);
        var files = new PageFiles();
        application.MapMethods("/", ["GET", "HEAD"], context => files.SendAsync(context, PageFiles.Start));
        foreach (string name in files.Names) application.MapMethods($"/{name}", ["GET", "HEAD"], context => files.SendAsync(context, name));
        application.MapFallback("{*path}", context => _doorkeeper.RefuseAsync(context, StatusCodes.Status404NotFound, RefusalKind.NoSuchPath, "There is nothing here."));
    }

    /// <summary>A life that others decide about.</summary>
    private sealed class ForeignLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
