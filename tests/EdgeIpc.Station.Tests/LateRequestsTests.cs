using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Station;

namespace EdgeIpc.Tests;

public sealed class LateRequestsTests : IDisposable
{
    private static int s_count;

    private readonly StationInstance _instance = StationInstance.OpenOrCreate(InstanceName.Parse($"l{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}"));

    public void Dispose()
    {
        _instance.Remove();
        Directory.Delete(_instance.StateDirectory, recursive: true);
    }

    [Fact]
    public void A_command_that_comes_while_the_station_stops_is_refused_and_the_ledger_balances()
    {
        BeAndEndController();
        var (sender, pages) = StationQueues.OpenSender(_instance);
        using (sender)
        using (pages)
            Assert.IsType<SendResult.Accepted>(sender.Post(Role.Controller, new Command.Ping()));
        using var figures = new FiguresReader(_instance);
        Assert.False(Balance.Of(figures.Read(drained: true)).Holds);

        LateRequests.TurnAway(_instance, [Role.Controller, Role.Spooler]);

        var drained = figures.Read(drained: true);
        Assert.Empty(Balance.Of(drained).Imbalances);
        Assert.Equal(1, Assert.Single(drained.Commands).Refused);
    }

    [Fact]
    public void One_that_comes_after_the_last_look_and_before_the_reckoning_is_turned_away_too()
    {
        BeAndEndController();
        int late = 2;
        using var figures = new FiguresReader(_instance);
        var (sender, pages) = StationQueues.OpenSender(_instance);
        using (sender)
        using (pages)
        {
            var (drained, balance) = figures.ReadBalance(drained: true, () =>
            {
                LateRequests.TurnAway(_instance, [Role.Controller]);
                if (late-- > 0) Assert.IsType<SendResult.Accepted>(sender.Post(Role.Controller, new Command.Ping()));
            });
            Assert.Empty(balance.Imbalances);
            Assert.Equal(2, Assert.Single(drained.Commands).Refused);
        }
    }

    private void BeAndEndController()
    {
        var (receiver, counts, _) = StationQueues.OpenReceiver(_instance, Role.Controller);
        receiver.Dispose();
        counts.Dispose();
    }
}
