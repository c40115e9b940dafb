using EdgeIpc.Posix;

namespace EdgeIpc.Instance;

/// <summary>Makes an instance ready for a new supervisor: what a killed one left behind goes away first.</summary>
internal static class InstanceStart
{
    /// <summary>Children of a killed supervisor notice at once and have 5 s to finish what is in hand.</summary>
    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(10);

    /// <exception cref="RefusedException">The instance runs already.</exception>
    public static StationInstance Prepare(InstanceName name)
    {
        if (!name.IsProduction && Directory.Exists(name.Directory)) RemoveLeftovers(StationInstance.At(name));
        return StationInstance.OpenOrCreate(name);
    }

    private static void RemoveLeftovers(StationInstance left)
    {
        if (FileLock.IsHeld(left.RoleLockPath(Daemon.Role.Supervisor)))
            throw new RefusedException(ExitCode.Busy, $"Instance {left.Name} runs already; stop it, or choose another name with --instance.");
        long deadlineNs = MonotonicClock.NowNs + OrphanPatience.Ticks * 100;
        using var timer = new TimerFd(blocking: true);
        while (left.IsRunning)
        {
            if (MonotonicClock.NowNs > deadlineNs)
                throw new RefusedException(ExitCode.Busy, $"Processes of an earlier {left.Name} are still running; see 'edgeipc status --instance {left.Name}'.");
            timer.Start(MonotonicClock.NowNs + 50_000_000, 0);
            timer.ReadExpirations();
        }

        left.Remove();
    }
}
