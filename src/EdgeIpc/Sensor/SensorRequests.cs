using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using Microsoft.Extensions.Logging;

namespace EdgeIpc.Sensor;

/// <summary>
/// The sensor's queue: start, stop and rate, as the controller forwards them. They are carried out by the sampling thread, so
/// that everything about ticks has one writer.
/// </summary>
internal sealed class SensorRequests : IDisposable
{
    private readonly SamplingLoop _sampling;
    private readonly bool _isPlayed;
    private readonly TimeSpan _patience;
    private readonly CancellationToken _stopping;
    private readonly CommandReceiver _receiver;
    private readonly ReceiverCountsPage _counts;
    private readonly EventLoop _loop = new();

    public SensorRequests(StationInstance instance, SamplingLoop sampling, bool isPlayed, TimeSpan patience, ILogger log, CancellationToken stopping)
    {
        (_sampling, _isPlayed, _patience, _stopping) = (sampling, isPlayed, patience, stopping);
        (_receiver, _counts, var recovery) = StationQueues.OpenReceiver(instance, Role.Sensor);
        if (recovery.Interrupted > 0) SensorLog.RequestInterrupted(log, recovery.Interrupted);
        _loop.OnReadable(_receiver.File, TakeRequest);
    }

    /// <summary>Takes requests until told to stop; what waits then stays in the kernel for the next sensor.</summary>
    public void Run(Action onTurn) => _loop.Run(onTurn, _stopping);

    public void Dispose()
    {
        _loop.Dispose();
        _receiver.Dispose();
        _counts.Dispose();
    }

    private void TakeRequest()
    {
        if (_receiver.TryTake(out var received) == TakeResult.Taken) _receiver.Answer(received, Answer(received.Command));
    }

    private Reply Answer(Command command) => command switch
    {
        Command.Ping => Reply.Ok("The sensor is here."),
        Command.Status => Change(default),
        Command.Start => Change(new SamplingChange(RateHz: null, Run: true)),
        Command.Stop => Change(new SamplingChange(RateHz: null, Run: false)),
        Command.Rate when _isPlayed => Reply.Refused("A recording is played, and its pace is its own."),
        Command.Rate rate => Change(new SamplingChange(rate.Hz, Run: null)),
        _ => Reply.Refused("The sensor takes ping, status, start, stop and rate; send the rest to the controller."),
    };

    private Reply Change(SamplingChange change)
    {
        var changed = _sampling.ChangeAsync(change);
        try
        {
            if (changed.Wait(_patience, _stopping)) return Describe(changed.Result);
            return new Reply(ReplyCode.Failed, $"The sampling thread did not answer within {_patience.TotalSeconds:0} s.");
        }
        catch (OperationCanceledException)
        {
            return new Reply(ReplyCode.Unavailable, "The sensor is being stopped.");
        }
    }

    private static Reply Describe(SamplingState state) =>
        Reply.Ok(state.IsSampling ? $"Sampling at {state.RateHz} Hz." : $"Paused; {state.RateHz} Hz when started.");
}
