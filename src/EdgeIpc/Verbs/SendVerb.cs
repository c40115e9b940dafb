using System.CommandLine;
using System.Text.Json;
using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using Verb = System.CommandLine.Command;

namespace EdgeIpc.Verbs;

/// <summary><c>send</c>: one command to the controller over the kernel's queue, and its answer.</summary>
internal static class SendVerb
{
    public static Verb Create()
    {
        var words = new Argument<string[]>("command") { Description = "The command and its arguments:\n" + Table(), Arity = ArgumentArity.ZeroOrMore };
        var noReply = new Option<bool>("--no-reply") { Description = "End as soon as the kernel has the command." };
        var to = new Option<string?>("--to") { Description = "Straight to another process than the controller, such as an emulated printer without a station.", HelpName = "ROLE" };
        to.AcceptOnlyFromAmong(Role.Controller, Role.Sensor, Role.PrinterEmulator, Role.Supervisor);
        var verb = new Verb("send", "Sends one command to the controller and prints the reply.") { words, noReply, to };
        verb.SetAction(parsed =>
        {
            var command = Read(parsed.GetValue(words) ?? []);
            var instance = StationInstance.Find(parsed.GetValue(GlobalOptions.Instance));
            return (int)Send(instance, parsed.GetValue(to) ?? RoleFor(command), command, parsed.GetValue(noReply));
        });
        return verb;
    }

    /// <summary>The controller takes every command, but a kill may be its own: it would be gone before it could answer.</summary>
    private static string RoleFor(EdgeIpc.Commands.Command command) => command is EdgeIpc.Commands.Command.Kill or EdgeIpc.Commands.Command.Process ? Role.Supervisor : Role.Controller;

    private static EdgeIpc.Commands.Command Read(string[] words) => CommandWords.Parse(words) switch
    {
        ParsedWords.Right right => right.Command,
        ParsedWords.Wrong wrong => throw new RefusedException(ExitCode.Usage, wrong.Sentence),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Sends a command to a role and prints the reply.</summary>
    /// <param name="failed">What it means to the caller that the role tried and it did not work.</param>
    /// <exception cref="RefusedException">It was not done; the sentence is the role's own.</exception>
    internal static ExitCode Send(StationInstance instance, string role, EdgeIpc.Commands.Command command, bool noReply = false, ExitCode failed = ExitCode.Unavailable)
    {
        var (sender, pages) = StationQueues.OpenSender(instance);
        using (pages)
        using (sender)
        using (var stop = new StopSignals())
        {
            try
            {
                return Tell(instance, role, SendOne(sender, role, command, noReply, stop.Token), failed);
            }
            catch (OperationCanceledException)
            {
                throw new RefusedException(ExitCode.Unavailable, "Stopped before the reply came; the command may still be run.");
            }
        }
    }

    private static SendResult SendOne(CommandSender sender, string role, EdgeIpc.Commands.Command command, bool noReply, CancellationToken stopping)
    {
        // A text waits for as long as it takes: nobody acts on it, and it is the kernel that promises to keep it.
        if (command is EdgeIpc.Commands.Command.Say or EdgeIpc.Commands.Command.Mark) return sender.Post(role, command);
        if (!noReply) return sender.Send(role, command, QueueLimits.DefaultDeadline, stopping);
        return sender.Post(role, command, Posix.MonotonicClock.NowNs + QueueLimits.DefaultDeadline.Ticks * TimeSpan.NanosecondsPerTick);
    }

    private static ExitCode Tell(StationInstance instance, string role, SendResult result, ExitCode failed)
    {
        switch (result)
        {
            case SendResult.Replied { Reply: { Code: ReplyCode.Ok } reply }:
                Console.Out.WriteLine(reply.Sentence);
                if (reply.Data is { } data) WriteData(data);
                return ExitCode.Ok;
            case SendResult.Replied replied:
                throw new RefusedException(replied.Reply.Code == ReplyCode.Failed ? failed : CodeOf(replied.Reply.Code), replied.Reply.Sentence);
            case SendResult.Accepted:
                Console.Out.WriteLine(result.Sentence(role));
                return ExitCode.Ok;
            case SendResult.QueueFull:
                throw new RefusedException(ExitCode.Busy, result.Sentence(role));
            case SendResult.NoSuchService service:
                throw new RefusedException(ExitCode.Unavailable, $"Instance {instance.Name} has no {service.Role} and never had one.");
            case SendResult.NoReply:
                throw new RefusedException(ExitCode.Unavailable, result.Sentence(role));
            case SendResult.TooLong:
                throw new RefusedException(ExitCode.Usage, result.Sentence(role));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static ExitCode CodeOf(ReplyCode code) => code switch
    {
        ReplyCode.OutOfRange or ReplyCode.UnknownCommand or ReplyCode.Malformed => ExitCode.Usage,
        ReplyCode.Expired or ReplyCode.Busy => ExitCode.Busy,
        _ => ExitCode.Unavailable,
    };

    private static void WriteData(JsonElement data)
    {
        foreach (var property in data.EnumerateObject())
        {
            string text = property.Value.ValueKind == JsonValueKind.Array
                ? string.Join(", ", property.Value.EnumerateArray().Select(element => element.ToString()))
                : property.Value.ToString();
            Console.Out.WriteLine($"  {property.Name}: {(text.Length == 0 ? "none" : text)}");
        }
    }

    private static string Table() => string.Join('\n', CommandWords.Usages.Select(usage => $"{usage.Usage,-34}{usage.Meaning}"));
}
