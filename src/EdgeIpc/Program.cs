using System.CommandLine;

namespace EdgeIpc;

/// <summary>One program, separate processes: every verb and every process of the station is a subcommand.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("edgeipc: needs Linux (kernel queues, futexes, terminals): use WSL2, a Linux container or a Raspberry Pi.");
            return (int)ExitCode.Unavailable;
        }

        var root = new RootCommand("EdgeIpc: a sampling station with shared memory, kernel message queues and a print spool.");
        root.Options.Add(GlobalOptions.Instance);
        foreach (var verb in VerbList.Create()) root.Subcommands.Add(verb);
        return ErrorReport.Run(root, arguments);
    }
}
