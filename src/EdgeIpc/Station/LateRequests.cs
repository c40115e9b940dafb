using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;

namespace EdgeIpc.Station;

/// <summary>
/// What still waits in the queues when their receivers have ended for good: somebody sent it while the station stopped. It is
/// answered and counted as refused before the queues go, and so is what a receiver died with.
/// </summary>
internal static class LateRequests
{
    private static readonly Reply Stopping = Reply.Refused("The station is being stopped; nothing is run any more.");

    /// <param name="instance">Whose processes have ended.</param>
    /// <param name="roles">Those that will not come back.</param>
    public static void TurnAway(StationInstance instance, IEnumerable<string> roles)
    {
        // A role without a page never received anything and has no queue.
        foreach (string role in roles.Where(instance.Counters.ReceiverRoles().Contains)) TurnAway(instance, role);
    }

    private static void TurnAway(StationInstance instance, string role)
    {
        var (receiver, counts, _) = StationQueues.OpenReceiver(instance, role);
        using (receiver)
        using (counts)
        {
            while (receiver.TryTake(out var late) is var taken and not TakeResult.Empty)
            {
                if (taken == TakeResult.Taken) receiver.Answer(late, Stopping);
            }
        }
    }
}
