using EdgeIpc.Commands;
using EdgeIpc.Posix;

namespace EdgeIpc.TestChild;

/// <summary>Receivers and askers that are killed.</summary>
public static class Receiving
{
    public const string Role = "controller";

    /// <summary>The instance that a test made: its records and pages lie in one directory.</summary>
    public static QueueRegistry RegistryOf(string instanceId, string directory) => new(instanceId, $"{directory}/queues", FileSharing.OwnerOnly);

    public static string TakenPath(string directory, string role = Role) => $"{directory}/taken-{role}";

    public static string SentPath(string directory, string role = Role) => $"{directory}/sent-{role}";

    /// <summary>Each command that was run, a line each: what a crash must not repeat.</summary>
    public static string RunPath(string directory) => $"{directory}/run";

    /// <summary>Runs and answers whatever comes.</summary>
    public static int AnswerAll(string instanceId, string directory, ManualResetEventSlim stopping)
    {
        using var run = new StreamWriter(File.Open(RunPath(directory), FileMode.Append)) { AutoFlush = true };
        using var page = new TakenPage(TakenPath(directory));
        using var receiver = Open(instanceId, directory, page);
        using var epoll = new Epoll();
        epoll.Add(receiver.File, key: 0);
        var ready = new ReadyEvent[1];
        Console.WriteLine("ready");
        while (!stopping.IsSet)
        {
            epoll.Wait(ready, TimeSpan.FromMilliseconds(20));
            while (receiver.TryTake(out var received) == TakeResult.Taken)
            {
                run.WriteLine(((Command.Say)received.Command).Text);
                receiver.Answer(received, Reply.Ok("done"));
            }
        }

        return 0;
    }

    /// <summary>Takes one command and never comes to its end.</summary>
    public static int TakeOneAndHang(string instanceId, string directory, ManualResetEventSlim stopping)
    {
        using var page = new TakenPage(TakenPath(directory));
        using var receiver = Open(instanceId, directory, page);
        Console.WriteLine(receiver.TryTake(out var received) == TakeResult.Taken ? received.RequestId : 0);
        stopping.Wait();
        return 0;
    }

    /// <summary>Makes a reply queue, says its name, and waits for an answer that never comes.</summary>
    public static int AskAndHang(string instanceId, string directory, ManualResetEventSlim stopping)
    {
        using var replies = ReplyQueue.Create(RegistryOf(instanceId, directory));
        Console.WriteLine(replies.Name);
        stopping.Wait();
        return 0;
    }

    private static CommandReceiver Open(string instanceId, string directory, TakenPage page)
    {
        using var sent = new SentPage(SentPath(directory));
        var receiver = CommandReceiver.Open(RegistryOf(instanceId, directory), Role, page);
        page.Page.Recover(sent.Page, () => receiver.CountWaiting());
        return receiver;
    }
}
