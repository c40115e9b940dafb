using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Station;

/// <summary>
/// Brings a running station to rest so that its ledger can be read: no tick pending, no sample unread, no command waiting,
/// no job unprinted. Data flows one way, so it drains from the sensor on.
/// </summary>
internal sealed class StationDrain(StationInstance instance, StationSupervisor supervisor, FiguresReader figures, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>What samples and commands in flight may take to arrive; they need milliseconds.</summary>
    private static readonly TimeSpan ArrivalPatience = TimeSpan.FromSeconds(5);

    /// <param name="printing">How long printing the rest may take; null: what is not printed stays on disk.</param>
    /// <param name="interrupt">Ends the wait for the printer, and only that.</param>
    /// <returns>Null when everything has arrived, else a sentence about what has not.</returns>
    public async Task<string?> RunAsync(TimeSpan? printing, CancellationToken interrupt)
    {
        await supervisor.LetAllRunAsync();
        await StopProducersAsync();
        await WaitUntilAsync(HasArrived, ArrivalPatience, CancellationToken.None);
        if (printing is { } patience) await WaitUntilAsync(IsPrinted, patience, interrupt);

        var now = figures.Read(drained: false);
        if (!HasArrived(now)) return "Samples or commands are still under way after the drain.";
        if (printing is not null && !IsPrinted(now))
            return $"{now.Jobs.Waiting} jobs are not printed yet; they stay on disk and go on with the next start.";
        return null;
    }

    private async Task StopProducersAsync()
    {
        foreach (var role in supervisor.Roles.Where(role => role.Name is Role.Sensor or Role.Camera)) await role.StopAsync();
        EndSchedule(instance.Counters.Sensor, instance.RingPath);
        foreach (string ring in instance.Counters.FrameRings()) EndSchedule(instance.Counters.Camera(ring), instance.FrameRingPath(ring));
    }

    /// <summary>A producer that was killed at the last moment left its schedule running; whoever holds its page may end it.</summary>
    private void EndSchedule(string pagePath, string ringPath)
    {
        using var page = SensorPage.TryOwn(pagePath, instance.Sharing);
        if (page is null || !page.Counts.IsScheduled) return;
        long published = RingInfo.Read(ringPath).Published;
        page.Recover(published, MonotonicClock.NowNs);
        page.EndSchedule(MonotonicClock.NowNs);
    }

    private bool HasArrived(StationFigures figures) =>
        figures.Readers.Concat(figures.Frames.SelectMany(frames => frames.Readers).Select(viewer => viewer.Reader)).All(reader => reader.Lag == 0 || IsOver(reader))
        && figures.Commands.All(queue => queue is { Waiting: 0, InHand: 0 });

    // Somebody's own reader that left or died is not waited for; one of the station's comes back and reads the rest.
    private bool IsOver(ReaderFigures reader) =>
        reader.Standing != ReaderStanding.Reading && supervisor.Roles.All(role => role.Name != reader.Name);

    // A job is over only when each of its bands is confirmed or given up; of those given up nobody will ever know more.
    private static bool IsPrinted(StationFigures figures) => figures.Jobs.Waiting == 0;

    private async Task WaitUntilAsync(Func<StationFigures, bool> isReached, TimeSpan patience, CancellationToken interrupt)
    {
        long startedAt = time.GetTimestamp();
        while (!interrupt.IsCancellationRequested && !isReached(figures.Read(drained: false)) && time.GetElapsedTime(startedAt) < patience)
            await Task.Delay(LookInterval, time, CancellationToken.None);
    }
}
