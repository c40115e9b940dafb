using System.Diagnostics;

namespace EdgeIpc.Tests;

/// <summary>What a run of the program gave back.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors);

/// <summary>Runs the built program as its users do: as processes with arguments, input, output and an exit code.</summary>
internal static class Edgeipc
{
    /// <summary>Ends a hang; no assertion depends on it.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(60);

    /// <summary>The program under test: the build beside the tests, or the one that EDGEIPC_TEST_PROGRAM names, such as the native one.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("EDGEIPC_TEST_PROGRAM") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "edgeipc");

    public static Outcome Run(params string[] arguments) => RunWith(null, null, arguments);

    /// <param name="input">Standard input, or null for none.</param>
    /// <param name="environment">Variables to set, or null for none.</param>
    public static Outcome RunWith(string? input, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        if (input is not null) process.StandardInput.Write(input);
        process.StandardInput.Close();
        return Finish(process);
    }

    /// <summary>Starts the program; its standard streams are pipes.</summary>
    public static Process Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Reads a started program to its end.</summary>
    public static Outcome Finish(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(HangLimit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{string.Join(' ', process.StartInfo.ArgumentList)}' hung; it said: {errors.Result}");
        }

        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }
}
