using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeIpc.Commands;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using Verb = System.CommandLine.Command;

namespace EdgeIpc.Verbs;

/// <summary><c>queues</c>: every message queue of the instance, as the kernel sees it now.</summary>
internal static class QueuesVerb
{
    public static Verb Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON array instead of a table." };
        var verb = new Verb("queues", "Every message queue of the instance: depth, limit, mode, owner, high-water mark.") { json };
        verb.SetAction(parsed =>
        {
            var instance = StationInstance.Find(parsed.GetValue(GlobalOptions.Instance));
            var lines = instance.Queues.List().Select(ToLine).ToArray();
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(lines, QueueLineJson.Default.QueueLineArray));
            else WriteTable(lines);
            return (int)ExitCode.Ok;
        });
        return verb;
    }

    private static QueueLine ToLine(QueueStatus queue) => new(
        queue.Name, queue.Role, queue.Attributes?.WaitingMessages, queue.Attributes?.MaxMessages, queue.Attributes?.MaxMessageBytes,
        queue.Ownership is { } of ? "0" + Convert.ToString((int)of.Mode, 8) : null,
        queue.Ownership is { } owner ? Accounts.UserName(owner.UserId) : null,
        queue.HighWaterMark);

    private static void WriteTable(QueueLine[] lines)
    {
        if (lines.Length == 0)
        {
            Console.Out.WriteLine("The instance has no queues.");
            return;
        }

        int nameWidth = lines.Max(line => line.Name.Length);
        Console.Out.WriteLine($"{"queue".PadRight(nameWidth)}  waiting  limit  high-water  bytes  mode   owner");
        foreach (var line in lines)
        {
            // Gone: logind's RemoveIPC, or somebody's mq_unlink. Its role makes it anew when it starts.
            Console.Out.WriteLine(line.Waiting is null
                ? $"{line.Name.PadRight(nameWidth)}  gone: recorded, but the kernel has no such queue"
                : string.Create(CultureInfo.InvariantCulture, $"{line.Name.PadRight(nameWidth)}  {line.Waiting,7}  {line.Limit,5}  {line.HighWaterMark,10}  {line.MessageBytes,5}  {line.Mode}   {line.Owner}"));
        }
    }
}

/// <summary>A queue as <c>queues --json</c> prints it; what is null is gone.</summary>
/// <param name="Waiting">Messages in it now.</param>
/// <param name="Limit">Messages it holds at most.</param>
/// <param name="MessageBytes">The longest message.</param>
/// <param name="Mode">Octal.</param>
/// <param name="HighWaterMark">The most messages that its receiver ever found, or that wait now.</param>
internal sealed record QueueLine(string Name, string Role, int? Waiting, int? Limit, int? MessageBytes, string? Mode, string? Owner, int HighWaterMark);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(QueueLine[]))]
internal sealed partial class QueueLineJson : JsonSerializerContext;
