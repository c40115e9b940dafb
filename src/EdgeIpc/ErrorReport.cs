using System.CommandLine;
using System.CommandLine.Parsing;
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
        // The machine's queues are used up, not its disk.
        catch (IOException e) when (FullDisk.Is(e) && e is not PosixException { Call: "mq_open" })
        {
            Tell(FullDisk.Sentence(e));
            return (int)ExitCode.DiskFull;
        }
        catch (PosixException e)
        {
            Tell(e.Message);
            return (int)(e.Errno switch
            {
                Errno.EACCES or Errno.EPERM => ExitCode.NotPermitted,
                Errno.EBUSY or Errno.EAGAIN or Errno.EMFILE or Errno.ENOSPC => ExitCode.Busy,
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
    }

    private static string Explain(ParseResult parsed)
    {
        string command = PathOf(parsed.CommandResult);
        if (parsed.UnmatchedTokens is not [var unknown, ..]) return $"{Sentence(parsed.Errors[0])} See '{command} --help'.";
        var verbs = parsed.CommandResult.Command.Subcommands;
        return verbs.Count > 0 && !unknown.StartsWith('-')
            ? $"'{unknown}' is no verb of '{command}'; there are {string.Join(", ", verbs.Select(verb => verb.Name))}."
            : $"'{unknown}' is not understood here. See '{command} --help'.";
    }

    /// <summary>The program and its verbs as they are typed: <c>edgeipc job hold</c>.</summary>
    private static string PathOf(CommandResult command) => command.Command is RootCommand
        ? "edgeipc"
        : $"{(command.Parent is CommandResult parent ? PathOf(parent) : "edgeipc")} {command.Command.Name}";

    /// <summary>The library's sentence, but for a value that can't be read: there it names a type of the runtime, which helps nobody.</summary>
    private static string Sentence(ParseError error) => error.SymbolResult switch
    {
        OptionResult { Tokens: [var value, ..] } option when KindOf(option.Option.ValueType) is { } kind && error.Message.Contains("System.", StringComparison.Ordinal) => $"{option.Option.Name} {value.Value}: that is no {kind}.",
        ArgumentResult { Tokens: [var value, ..] } argument when KindOf(argument.Argument.ValueType) is { } kind && error.Message.Contains("System.", StringComparison.Ordinal) => $"'{value.Value}' is no {kind}, as {argument.Argument.Name} has to be.",
        _ => error.Message,
    };

    private static string? KindOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(int)) return $"whole number of at most {int.MaxValue}";
        if (type == typeof(long)) return "whole number";
        return type == typeof(double) ? "number" : null;
    }

    private static void Tell(string sentence) => Console.Error.WriteLine($"edgeipc: {sentence.ReplaceLineEndings(" ").Trim()}");
}
