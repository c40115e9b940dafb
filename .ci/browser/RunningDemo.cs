using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EdgeIpc.Browser;

/// <summary>The demo with its page, in a state directory of its own, until it is disposed.</summary>
internal sealed partial class RunningDemo : IAsyncDisposable
{
    public const string Instance = "browser";

    private readonly Process _demo;
    private RunningDemo(Process demo, string program, string stateHome, Uri link) => (_demo, Program, StateHome, Link) = (demo, program, stateHome, link);

    public string Program { get; }

    public string StateHome { get; }

    /// <summary>The page's address with the token behind the '#'.</summary>
    public Uri Link { get; }

    public static async Task<RunningDemo> StartAsync(string edgeipc, IReadOnlyList<string> options)
    {
        string stateHome = Directory.CreateTempSubdirectory("edgeipc-browser-").FullName;
        var start = new ProcessStartInfo(edgeipc, ["demo", "--instance", Instance, "--web", "http://127.0.0.1:0", "--json", "--jobs", "3", "--for", "30m", .. options])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_STATE_HOME"] = stateHome;
        var demo = Process.Start(start)!;
        try
        {
            var link = await ReadLinkAsync(demo);
            _ = demo.StandardError.ReadToEndAsync(CancellationToken.None);
            _ = demo.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new RunningDemo(demo, edgeipc, stateHome, link);
        }
        catch
        {
            // Its children end with it.
            demo.Kill();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_demo.Id}"])) await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _demo.WaitForExitAsync(patience.Token);
        Console.WriteLine($"the demo ended with {_demo.ExitCode}");
        _demo.Dispose();
        Directory.Delete(StateHome, recursive: true);
    }

    private static async Task<Uri> ReadLinkAsync(Process demo)
    {
        // Ten processes start at once; a machine that builds meanwhile takes its time.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await demo.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (PageLine().Match(line) is { Success: true } found) return new Uri(found.Groups["link"].Value);
        }

        throw new InvalidOperationException("The demo ended before it served its page.");
    }

    [GeneratedRegex("The page: (?<link>http://.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PageLine();
}
