using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace EdgeIpc.Bench;

/// <summary>A process that measures, seen from the one that started it: they talk in lines. It ends with this object at the latest.</summary>
internal sealed class SideProcess : IDisposable
{
    // Only a side that hangs runs into it.
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private readonly string _what;
    private readonly System.Diagnostics.Process _process;

    /// <param name="what">For messages.</param>
    /// <param name="command">Program and arguments.</param>
    public SideProcess(string what, IReadOnlyList<string> command)
    {
        _what = what;
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Compiled once, as far as it goes: a run is too short to wait for the second, better code.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        _process = System.Diagnostics.Process.Start(start)!;
    }

    /// <summary>What runs this program once more.</summary>
    public static IEnumerable<string> ThisProgram()
    {
        string program = Environment.ProcessPath!;
        if (Path.GetFileNameWithoutExtension(program) != "dotnet") return [program];
        // Started as 'dotnet NAME.dll': the program is the runtime.
        return [program, Path.Combine(AppContext.BaseDirectory, Assembly.GetEntryAssembly()!.GetName().Name + ".dll")];
    }

    public void Say(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>The next line must be this one.</summary>
    public async Task HearAsync(string wanted, CancellationToken token)
    {
        string line = await ReadLineAsync(token);
        if (line != wanted) throw new IOException($"{_what} said '{line}', not '{wanted}'.");
    }

    /// <summary>The next line is a word and numbers.</summary>
    public async Task<double[]> ReadNumbersAsync(string word, CancellationToken token)
    {
        string line = await ReadLineAsync(token);
        string[] words = line.Split(' ');
        if (words[0] != word) throw new IOException($"{_what} said '{line}', not its {word}.");
        return [.. words.Skip(1).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    public async Task<RaceFigure> ReadFigureAsync(CancellationToken token) => await ReadNumbersAsync("figure", token) is [var median, var mean, var lost, var torn]
        ? new RaceFigure(median, mean, (long)lost, (long)torn)
        : throw new IOException($"{_what} said a figure of other parts.");

    /// <summary>Lets it end by itself.</summary>
    public async Task EndAsync(CancellationToken token)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(token).WaitAsync(Watchdog, token);
        if (_process.ExitCode != 0) throw new IOException($"{_what} ended with {_process.ExitCode}: {await _process.StandardError.ReadToEndAsync(token)}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private async Task<string> ReadLineAsync(CancellationToken token)
    {
        string? line = await _process.StandardOutput.ReadLineAsync(token).AsTask().WaitAsync(Watchdog, token);
        return line ?? throw new IOException($"{_what} ended early: {await _process.StandardError.ReadToEndAsync(token)}");
    }
}
