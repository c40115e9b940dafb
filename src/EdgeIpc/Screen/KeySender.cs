using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;

namespace EdgeIpc.Screen;

/// <summary>Sends what a key means, one at a time and beside the drawing: an answer may take seconds, a frame may not.</summary>
internal sealed class KeySender : IDisposable
{
    private readonly CommandSender _sender;
    private readonly SenderPages _pages;
    private readonly CancellationTokenSource _leaving = new();
    private Task<string> _answer = Task.FromResult("");
    private string _tried = "";

    public KeySender(StationInstance instance) => (_sender, _pages) = StationQueues.OpenSender(instance);

    /// <summary>What the last key did, for the screen.</summary>
    public string Message => !_answer.IsCompleted ? $"{_tried} ..." : _tried.Length == 0 ? "" : $"{_tried}: {_answer.Result}";

    public void Send(KeyAction.Send action)
    {
        if (!_answer.IsCompleted) return;
        _tried = action.Sentence;
        _answer = Task.Run(() => Ask(action));
    }

    public void Dispose()
    {
        _leaving.Cancel();
        // The sender is one thread's at a time: it is given back only when that thread is done.
        _answer.Wait(CancellationToken.None);
        _leaving.Dispose();
        _sender.Dispose();
        _pages.Dispose();
    }

    private string Ask(KeyAction.Send action)
    {
        try
        {
            return _sender.Send(action.Role, action.Command, QueueLimits.DefaultDeadline, _leaving.Token).Sentence(action.Role);
        }
        catch (OperationCanceledException)
        {
            return "left before the answer came";
        }
    }
}
