using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;

namespace EdgeIpc.Camera;

/// <summary>Draws the picture of one moment into a frame that still holds an old one.</summary>
/// <param name="seconds">Since the schedule began.</param>
internal delegate void Scene<T>(ref T frame, double seconds) where T : unmanaged, IFrame;

/// <summary>A schedule of frames of one kind and their ring.</summary>
internal interface IFrameStream : IDisposable
{
    /// <summary>Readable when a frame is due.</summary>
    FileDescriptor Due { get; }

    /// <summary>Takes a frame if one is due.</summary>
    void Turn();

    /// <summary>Lets no more frames fall due; those that were due by now are taken or missed.</summary>
    void End();
}

/// <summary>
/// Frames of one kind, taken in step with a timer of the kernel, drawn where the readers see them. A late camera takes one frame and
/// counts the others as missed.
/// </summary>
internal sealed class FrameStream<T> : IFrameStream where T : unmanaged, IFrame
{
    private readonly RingWriter<T> _ring;
    private readonly SensorPage _page;
    private readonly Scene<T> _scene;
    private readonly TimerFd _timer = new(blocking: false);

    /// <param name="name">The ring's name in the instance.</param>
    public FrameStream(StationInstance instance, string name, RingChannel channel, int slotCount, int rateHz, Scene<T> scene)
    {
        _scene = scene;
        _page = SensorPage.TryOwn(instance.Counters.Camera(name), instance.Sharing)
            ?? throw new RefusedException(ExitCode.Busy, $"Instance {instance.Name} has a camera already; one at a time.");
        _ring = RingWriter<T>.Open(instance.FrameRingPath(name), new RingOptions { SlotCount = slotCount, Channels = [channel] }, instance.Sharing);
        _page.Recover(_ring.Published, MonotonicClock.NowNs);
        long periodNs = 1_000_000_000 / rateHz;
        if (!_page.Counts.IsScheduled) _page.BeginSchedule(MonotonicClock.NowNs + periodNs, periodNs);
        _timer.Start(_page.Counts.TickAtNs(_page.Counts.HandledTick + 1), _page.Counts.PeriodNs);
    }

    public FileDescriptor Due => _timer.File;

    public void Turn()
    {
        long ticks = _timer.ReadExpirations();
        if (ticks == 0) return;
        _page.NoteInHand(ticks, samples: 1, _ring.Published);
        long nowNs = MonotonicClock.NowNs;
        ref var frame = ref _ring.Prepare(1)[0];
        _scene(ref frame, (nowNs - _page.Counts.ScheduleStartNs) / 1e9);
        Frame.Seal(ref frame, (ulong)_ring.Published, nowNs);
        _ring.Commit(1);
        _page.NoteHandled();
    }

    public void End()
    {
        Turn();
        _timer.Stop();
        _page.EndSchedule(MonotonicClock.NowNs);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _ring.Dispose();
        _page.Dispose();
    }
}
