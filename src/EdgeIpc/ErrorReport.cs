using System.CommandLine;
using EdgeIpc.Posix;
using EdgeIpc.Spool;
using EdgeIpc.Ring;

namespace EdgeIpc;

/// <summary>Runs the verb that the arguments name, and turns whatever goes wrong into one sentence on standard error and an exit code.</summary>
internal static class ErrorReport
{
    public static int Run(RootCommand root, string[] arguments)
    {
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Tell(Explain(parsed));
            return (int)ExitCode.Usage;
        }

        try
        {
            // Invoked on this thread: ProcessRun, not the library, decides what SIGINT and SIGTERM do.
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (RefusedException refusal)
        {
            Tell(refusal.Message);
            return (int)refusal.ExitCode;
        }
        catch (SpoolUnusableException e)
        {
            Tell(e.Message);
            return (int)(e.Fault switch
            {
                SpoolFault.Damaged or SpoolFault.OtherVersion => ExitCode.BadDocument,
                SpoolFault.NotPermitted => ExitCode.NotPermitted,
                SpoolFault.DiskFull => ExitCode.DiskFull,
                SpoolFault.Busy => ExitCode.Busy,
                _ => ExitCode.Unavailable,
            });
        }
        catch (PosixException e)
        {
            Tell(e.Message);
            return (int)(e.Errno switch
            {
                Errno.EACCES or Errno.EPERM => ExitCode.NotPermitted,
                // The machine's queues are used up, not its disk.
                Errno.ENOSPC when e.Call == "mq_open" => ExitCode.Busy,
                Errno.ENOSPC => ExitCode.DiskFull,
                Errno.EBUSY or Errno.EAGAIN or Errno.EMFILE => ExitCode.Busy,
                _ => ExitCode.Unavailable,
            });
        }
        catch (RingBusyException e)
        {
            Tell(e.Message);
            return (int)ExitCode.Busy;
        }
        catch (RingFormatException e)
        {
            Tell(e.Message);
            return (int)ExitCode.BadDocument;
        }
        catch (UnauthorizedAccessException e)
        {
            Tell(e.Message);
            return (int)ExitCode.NotPermitted;
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) == Errno.ENOSPC)
        {
            Tell(e.Message);
            return (int)ExitCode.DiskFull;
        }
    }

    private static string Explain(ParseResult parsed)
    {
        string command = parsed.CommandResult.Command is RootCommand ? "edgeipc" : $"edgeipc {parsed.CommandResult.Command.Name}";
        if (parsed.UnmatchedTokens is not [var unknown, ..]) return $"{parsed.Errors[0].Message} See '{command} --help'.";
        var verbs = parsed.CommandResult.Command.Subcommands;
        return verbs.Count > 0 && !unknown.StartsWith('-')
            ? $"'{unknown}' is no verb of '{command}'; there are {string.Join(", ", verbs.Select(verb => verb.Name))}."
            : $"'{unknown}' is not understood here. See '{command} --help'.";
    }

    private static void Tell(string sentence) => Console.Error.WriteLine($"edgeipc: {sentence.ReplaceLineEndings(" ").Trim()}");
}
