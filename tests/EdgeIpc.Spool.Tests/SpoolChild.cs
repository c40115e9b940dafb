using System.Diagnostics;
using System.Globalization;
using EdgeIpc.Posix;

namespace EdgeIpc.Spool.Tests;

/// <summary>Another process that works on a spool: what it accepted it says on standard output, a line each.</summary>
internal static class SpoolChild
{
    public const string Argument = "--spool-child";

    /// <summary>Starts this very program as a child.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        // Under "dotnet test" the process is the host, and the program is its first argument.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(SpoolChild).Assembly.Location);
        start.ArgumentList.Add(Argument);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public static int Act(string[] arguments)
    {
        using var spool = PrintSpool.Open(arguments[1], FileSharing.OwnerOnly, new SpoolLimits(), TimeProvider.System);
        return arguments[0] switch
        {
            "submit" => Submit(spool, arguments[2], int.Parse(arguments[3], CultureInfo.InvariantCulture)),
            "sit" => Sit(spool),
            "fill" => Fill(spool, ulong.Parse(arguments[2], CultureInfo.InvariantCulture)),
            _ => 64,
        };
    }

    /// <summary>Submits documents one after the other; each says who it is from and its place.</summary>
    private static int Submit(PrintSpool spool, string name, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var result = spool.Submit(TempSpool.Text($"{name}/{i}") with { SubmittedBy = name });
            if (result is not SubmitResult.Accepted accepted)
            {
                Say(result.Sentence);
                return 75;
            }

            Say($"{accepted.JobNumber} {name}/{i}");
        }

        return 0;
    }

    /// <summary>Takes the spooler's seat and keeps it until killed or told to end.</summary>
    private static int Sit(PrintSpool spool)
    {
        using var seat = spool.TakeSeat();
        Say(seat is null ? "refused" : "seated");
        Console.In.ReadLine();
        return 0;
    }

    /// <summary>Submits until the limit on file sizes is reached.</summary>
    private static int Fill(PrintSpool spool, ulong fileSizeBytes)
    {
        ResourceLimits.SetSoft(ResourceLimit.FileSizeBytes, fileSizeBytes);
        for (int i = 0; ; i++)
        {
            var result = spool.Submit(TempSpool.Text(new string('x', 20_000)));
            if (result is SubmitResult.Accepted accepted)
            {
                Say($"{accepted.JobNumber}");
                continue;
            }

            Say($"{result.GetType().Name}: {result.Sentence}");
            return 73;
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
