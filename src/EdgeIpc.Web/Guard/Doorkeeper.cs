using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Web;

/// <summary>
/// Stands before everything that is served. Asks, in this order: was this machine meant (a foreign name that points here is
/// how a web site reaches into a loopback page); does another site ask; is the token right; is it too much at once. Reading
/// is free on this machine; beyond it, everything but the page itself needs the token.
/// </summary>
internal sealed class Doorkeeper : IDisposable
{
    /// <summary>Of requests that carry no document: a command is at most a kilobyte.</summary>
    public const long SmallBodyBytes = 16 << 10;

    private readonly WebOptions _options;
    private readonly RefusalLog _refusals;
    private readonly WebCounters _counters;
    private readonly ILogger _log;
    private readonly byte[] _tokenHash;
    private readonly TokenBucketRateLimiter _changes;

    public Doorkeeper(WebOptions options, RefusalLog refusals, WebCounters counters, ILogger log)
    {
        (_options, _refusals, _counters, _log) = (options, refusals, counters, log);
        _tokenHash = HashOf(options.Token);
        _changes = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.ChangesAtOnce,
            TokensPerPeriod = options.ChangesPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });
    }

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        _counters.NoteRequest();
        SecurityHeaders.Set(context.Response.Headers);
        try
        {
            if (await RefusesAsync(context)) return;
            await next(context);
        }
        catch (BadHttpRequestException e)
        {
            // Thrown where the body is read: the server watches its length and speed.
            var kind = e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => RefusalKind.BodyTooLarge,
                StatusCodes.Status408RequestTimeout => RefusalKind.BodyTooSlow,
                _ => RefusalKind.BadRequest,
            };
            await RefuseAsync(context, e.StatusCode, kind, e.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has left.
        }
        catch (Exception e)
        {
            WebLog.Failed(_log, e, context.Request.Path);
            if (!context.Response.HasStarted) await Answers.RefuseAsync(context, StatusCodes.Status500InternalServerError, "failed", "This did not work; the log of the web process says why.");
        }
    }

    /// <summary>Turns a request away: counted, said once, answered in one sentence.</summary>
    public async Task RefuseAsync(HttpContext context, int status, RefusalKind kind, string sentence)
    {
        _refusals.Note(kind, $"{context.Request.Method} {context.Request.Path} from {context.Connection.RemoteIpAddress}: {sentence}");
        if (context.Response.HasStarted) return;
        // What is left of a body that nobody reads would be taken for the next request.
        if (context.Request.ContentLength > 0) context.Response.Headers.Connection = "close";
        await Answers.RefuseAsync(context, status, Answers.Keyword(kind), sentence);
    }

    public void Dispose() => _changes.Dispose();

    private async ValueTask<bool> RefusesAsync(HttpContext context)
    {
        var request = context.Request;
        if (_options.IsLocal && !IsOwnHost(request.Host))
        {
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, RefusalKind.ForeignHost, "This page is served to this machine only, under its own address.");
            return true;
        }

        bool changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (changes && IsCrossSite(request))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, RefusalKind.CrossSite, "Another site may not change anything here.");
            return true;
        }

        if ((changes || (!_options.IsLocal && IsStationData(request.Path))) && await LacksTokenAsync(context)) return true;
        if (!changes) return false;
        LimitBody(context);
        using var lease = _changes.AttemptAcquire();
        if (lease.IsAcquired) return false;
        context.Response.Headers.RetryAfter = "1";
        await RefuseAsync(context, StatusCodes.Status429TooManyRequests, RefusalKind.TooManyRequests, $"Too many at once; {_options.ChangesPerSecond} a second are taken.");
        return true;
    }

    /// <summary>Whether the address bar shows this server. With any other name a site of that name would count as the page's own origin.</summary>
    private bool IsOwnHost(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && address.Equals(_options.Address));

    private static bool IsCrossSite(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is not ("same-origin" or "none")) return true;
        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsStationData(PathString path) => path.StartsWithSegments("/api", StringComparison.Ordinal) || path == "/metrics";

    private async ValueTask<bool> LacksTokenAsync(HttpContext context)
    {
        const string Scheme = "Bearer ";
        string given = context.Request.Headers.Authorization.ToString();
        bool hasToken = given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
        // Hashed first, so that the comparison takes as long for every length.
        if (hasToken && CryptographicOperations.FixedTimeEquals(HashOf(given[Scheme.Length..].Trim()), _tokenHash)) return false;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await RefuseAsync(
            context, StatusCodes.Status401Unauthorized, hasToken ? RefusalKind.WrongToken : RefusalKind.NoToken,
            hasToken ? "This token is not this station's, or not any more." : "This needs the station's token, as 'Authorization: Bearer TOKEN'.");
        return true;
    }

    private void LimitBody(HttpContext context)
    {
        bool isDocument = context.Request.Path == "/api/jobs" || context.Request.Path == "/api/preview";
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        // JSON may write a character in six bytes.
        if (limit is { IsReadOnly: false }) limit.MaxRequestBodySize = isDocument ? Math.Max(SmallBodyBytes, _options.DocumentBytes * 2) : SmallBodyBytes;
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
