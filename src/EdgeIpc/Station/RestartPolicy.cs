namespace EdgeIpc.Station;

/// <summary>
/// When a child that ended is started again. Pure: the supervisor asks, the policy answers. A child that got ready comes back
/// at once; one that keeps failing before it is ready waits longer each time, and after the last try it is given up.
/// </summary>
internal sealed record RestartPolicy
{
    /// <summary>The wait after the first failure; doubled after each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two tries.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Failures in a row, each before the child was ready, after which it is given up.</summary>
    public int FailuresMax { get; init; } = 8;

    /// <param name="failuresInARow">How often it ended before it was ready, 0 when it was ready this time.</param>
    /// <param name="exitCode">How it ended; above 128 or negative: by a signal.</param>
    /// <returns>How long to wait before the next start, or null to give it up.</returns>
    public TimeSpan? NextDelay(int failuresInARow, int exitCode)
    {
        // Trying again changes neither the settings nor the rights.
        if (exitCode is (int)ExitCode.Usage or (int)ExitCode.BadSettings or (int)ExitCode.NotPermitted) return null;
        if (failuresInARow >= FailuresMax) return null;
        if (failuresInARow == 0) return TimeSpan.Zero;
        // Twenty doublings pass any longest delay; more would overflow.
        var delay = FirstDelay * Math.Pow(2, Math.Min(failuresInARow - 1, 20));
        return delay < LongestDelay ? delay : LongestDelay;
    }
}
