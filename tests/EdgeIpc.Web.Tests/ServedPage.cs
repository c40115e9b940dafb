using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EdgeIpc.Paper;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Web.Tests;

/// <summary>The real server on a port of this machine, for a station that is made up.</summary>
internal sealed class ServedPage : IAsyncDisposable
{
    public const string Token = "a-token-of-twenty-four-letters";

    /// <summary>Only a hang runs into it.</summary>
    public static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stopping = new();
    private readonly WebServer _server;
    private readonly Task _running;

    private ServedPage(WebServer server, MadeUpStation station, RememberedLog log)
    {
        (_server, Station, Log) = (server, station, log);
        _running = server.RunAsync(() => { }, _stopping.Token);
        // One connection of its own at a time, so that tests of limits count what they open.
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address, Timeout = Watchdog };
    }

    public MadeUpStation Station { get; }

    public RememberedLog Log { get; }

    public HttpClient Client { get; }

    public WebServer Server => _server;

    public RefusalLog Refusals => _server.Refusals;

    public static async Task<ServedPage> StartAsync(Func<WebOptions, WebOptions>? change = null)
    {
        var station = new MadeUpStation();
        var log = new RememberedLog();
        var options = new WebOptions { Port = 0, Token = Token, Profile = PrinterProfile.Load("edgeipc-58"), LineBaud = 19_200 };
        var server = await WebServer.StartAsync(change?.Invoke(options) ?? options, station, TimeProvider.System, log, TestContext.Current.CancellationToken);
        return new ServedPage(server, station, log);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, string json, string? token = Token, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        change?.Invoke(request);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<string> TextOfAsync(string path) => await (await GetAsync(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>Sends bytes as they are and returns all that comes back until the server closes, or the first answer's head.</summary>
    public async Task<string> SendRawAsync(string text)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
        return await ReadHeadAsync(socket);
    }

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _server.Address.Port), TestContext.Current.CancellationToken);
        return socket;
    }

    public static async Task<string> ReadHeadAsync(Socket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Watchdog);
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is var count and > 0)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
                if (text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal)) break;
            }
        }
        catch (SocketException)
        {
            // Reset by the server: as good as closed.
        }

        return text.ToString();
    }

    /// <summary>After an attack: still there, for whoever asks properly, and said once.</summary>
    public async Task IsUnharmedAsync(RefusalKind refused)
    {
        using var answer = await PostAsync("/api/commands", """{"command":"ping"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(Refusals.CountOf(refused) > 0, $"nothing was refused as {refused}");
        Assert.Single(Log.Lines, line => line.Contains($"Refused, {refused}", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _stopping.CancelAsync();
        await _running;
        await _server.DisposeAsync();
        _stopping.Dispose();
    }
}

/// <summary>A log that a test can read.</summary>
internal sealed class RememberedLog : ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines) _lines.Add(formatter(state, exception));
    }
}
