using System.Collections.Concurrent;
using System.CommandLine;
using EdgeIpc.Commands;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using Verb = System.CommandLine.Command;

namespace EdgeIpc.Verbs;

/// <summary>
/// <c>chat</c>: two people, a kernel queue each. A line that is typed goes into the other's queue and waits there while the
/// other is away: message passing with nothing else around it.
/// </summary>
internal sealed class ChatVerb : IDisposable
{
    private readonly StationInstance _instance;
    private readonly string _name;
    private readonly ChatQueue _own;
    private readonly EventLoop _loop = new();
    private readonly EventFd _typed = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly CancellationTokenSource _ending;
    private string? _to;
    private ExitCode _exitCode = ExitCode.Ok;
    private volatile bool _isInputOver;

    private ChatVerb(StationInstance instance, string name, string? to, CancellationToken stopping)
    {
        (_instance, _name, _to) = (instance, name, to);
        _own = ChatQueue.TryOwn(instance.Queues, name) ?? throw new RefusedException(ExitCode.Busy, $"Somebody chats as '{name}' already; a queue has one reader.");
        _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _loop.OnReadable(_own.File, ShowReceived);
        _loop.OnReadable(_typed.File, SendTyped);
    }

    public static Verb Create()
    {
        var name = new Argument<string>("name") { Description = "Who you are: 1 to 16 of a-z, 0-9 and '-'." };
        var to = new Option<string?>("--to") { Description = "Whom you write to; without it, who wrote to you last.", HelpName = "NAME" };
        var verb = new Verb("chat", "Two people in two terminals, a kernel queue each; what is sent while the other is away waits.") { name, to };
        verb.SetAction(parsed =>
        {
            string own = Checked(parsed.GetValue(name)!);
            string? other = parsed.GetValue(to) is { } given ? Checked(given) : null;
            var instance = StationInstance.Find(parsed.GetValue(GlobalOptions.Instance));
            using var stop = new StopSignals();
            using var chat = new ChatVerb(instance, own, other, stop.Token);
            return (int)chat.Run();
        });
        return verb;
    }

    public void Dispose()
    {
        _loop.Dispose();
        _own.Dispose();
        _ending.Dispose();
        _typed.Dispose();
    }

    private static string Checked(string name) => ChatQueue.IsName(name)
        ? name
        : throw new RefusedException(ExitCode.Usage, $"'{name}' can't name a person: 1 to 16 of a-z, 0-9 and '-'.");

    private ExitCode Run()
    {
        // Blocking reads of standard input can't be ended; as a background thread it ends with the process.
        new Thread(ReadInput) { IsBackground = true, Name = "input" }.Start();
        _loop.Run(LookAround, _ending.Token);
        return _exitCode;
    }

    private void ReadInput()
    {
        while (Console.In.ReadLine() is { } line)
        {
            _lines.Enqueue(line);
            _typed.Signal();
        }

        _isInputOver = true;
        _typed.Signal();
    }

    private void ShowReceived()
    {
        while (true)
        {
            var result = _own.TryReceive(out var line);
            if (result == ChatResult.Empty) return;
            if (result == ChatResult.Malformed)
            {
                Console.Error.WriteLine("edgeipc: a message that is no chat line was dropped.");
                continue;
            }

            _to ??= line.From;
            Console.Out.WriteLine($"{line.From}: {line.Text}");
        }
    }

    private void SendTyped()
    {
        _typed.Reset();
        while (_lines.TryDequeue(out string? text))
        {
            if (text.Length > 0) Send(text);
        }

        if (!_isInputOver || !_lines.IsEmpty) return;
        // Input from a pipe is over: what waits for this person is shown, then it is done.
        ShowReceived();
        _ending.Cancel();
    }

    private void Send(string text)
    {
        if (CommandRules.TryFindFault(new EdgeIpc.Commands.Command.Say(text), out string fault))
        {
            Complain(ExitCode.Usage, fault);
            return;
        }

        if (_to is null)
        {
            Complain(ExitCode.Usage, "Nobody to write to yet: say whom with --to NAME, or wait until somebody writes.");
            return;
        }

        using var other = ChatQueue.OpenOrCreate(_instance.Queues, _to);
        if (other.TrySend(new ChatMessage(_name, text)) != QueueSendResult.Sent)
            Complain(ExitCode.Busy, $"The queue of {_to} is full, {QueueLimits.RequestMessages} lines wait; this one was not sent: {text}");
    }

    private void Complain(ExitCode exitCode, string sentence)
    {
        _exitCode = exitCode;
        Console.Error.WriteLine($"edgeipc: {sentence}");
    }

    private void LookAround()
    {
        if (Directory.Exists(_instance.QueuesDirectory)) return;
        Complain(ExitCode.Unavailable, "The station is gone, and its queues with it.");
        _ending.Cancel();
    }
}
