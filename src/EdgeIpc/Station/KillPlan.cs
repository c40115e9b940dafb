namespace EdgeIpc.Station;

/// <summary>
/// Kills processes of the station at seeded random moments, one role after the other, as a power cut of one process would:
/// the demo's proof that nothing is lost.
/// </summary>
/// <param name="roles">Whom, in turn.</param>
/// <param name="every">The mean time between two kills; each comes 0.5 to 1.5 times that after the one before.</param>
internal sealed class KillPlan(IReadOnlyList<SupervisedRole> roles, TimeSpan every, int seed, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        for (int turn = 0; ; turn++)
        {
            await Task.Delay(every * (0.5 + random.NextDouble()), time, cancellationToken);
            // One that is still coming back from its last death has nothing to lose; the next in turn is killed instead.
            var victim = Enumerable.Range(turn, roles.Count).Select(i => roles[i % roles.Count]).FirstOrDefault(role => role.IsReady);
            victim?.Kill();
        }
    }
}
