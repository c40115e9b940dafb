using System.Globalization;
using EdgeIpc.Ledger;
using EdgeIpc.TestChild;

namespace EdgeIpc.Commands.Tests;

public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private readonly TestStation _station = new();

    [Fact]
    public async Task A_command_in_hand_at_a_kill_is_counted_interrupted_and_not_run_again()
    {
        _station.OpenReceiver().Dispose();
        _station.TakenBy().Dispose();
        using var sender = _station.OpenSender();
        var sent = Assert.IsType<SendResult.Accepted>(sender.Post("controller", new Command.Say("hello")));
        using (var child = _station.StartChild("take"))
        {
            Assert.Equal(sent.RequestId.ToString(CultureInfo.InvariantCulture), await child.ReadLineAsync(Token));
            await child.KillAsync(Token);
        }

        using var page = new TakenPage(Receiving.TakenPath(_station.StationDirectory));
        using var receiver = CommandReceiver.Open(_station.Registry, "controller", page);
        var found = page.Page.Recover(_station.SentTo("controller").Page, () => receiver.CountWaiting());
        Assert.Equal(new ReceiverRecovery(1, sent.RequestId), found);
        Assert.Equal(TakeResult.Empty, receiver.TryTake(out _));
        _station.AssertBalanced(waiting: 0);
    }

    [Fact]
    public async Task However_often_the_receiver_is_killed_nothing_runs_twice_and_nothing_is_uncounted()
    {
        const int Kills = 8;
        int seed = int.TryParse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_SEED"), CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        output.WriteLine($"EDGEIPC_TEST_SEED={seed}");
        var random = new Random(seed);
        _station.OpenReceiver().Dispose();
        _station.TakenBy().Dispose();
        using var sender = _station.OpenSender();
        using var replies = ReplyQueue.Create(_station.Registry);
        int serial = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using var child = _station.StartChild("receive");
            await child.ReadLineAsync(Token);
            long until = random.Next(50, 600);
            for (int i = 0; i < until; i++)
            {
                sender.Post("controller", new Command.Say((++serial).ToString(CultureInfo.InvariantCulture)), replies: replies);
                while (replies.TryTake(out _, out _))
                {
                }
            }

            await child.KillAsync(Token);
        }

        using (var last = _station.StartChild("receive"))
        {
            await last.ReadLineAsync(Token);
            using var probe = EdgeIpc.Posix.PosixMessageQueue.Open(_station.Registry.NameOf("controller"));
            await Task.Run(() => SpinWait.SpinUntil(() => probe!.GetAttributes().WaitingMessages == 0), Token).WaitAsync(TimeSpan.FromMinutes(1), Token);
            Assert.Equal(0, await last.StopAsync(Token));
        }

        string[] run = await File.ReadAllLinesAsync(Receiving.RunPath(_station.StationDirectory), Token);
        Assert.Equal(run.Length, run.Distinct(StringComparer.Ordinal).Count());
        _station.AssertBalanced(waiting: 0);
        var counts = ReceiverPage.TryRead(Receiving.TakenPath(_station.StationDirectory))!.Value.Counts;
        output.WriteLine($"{serial} tried, {counts}");
        Assert.InRange(counts.Interrupted + counts.Doubtful, 0, Kills);
        // What was run and not counted so was interrupted after it ran: at most one a kill.
        Assert.InRange(run.Length - counts.Answered - counts.NoReply, 0, counts.Interrupted);
    }

    [Fact]
    public async Task The_queue_of_a_killed_asker_is_swept_by_the_next_one()
    {
        using var child = _station.StartChild("ask");
        string name = await child.ReadLineAsync(Token);
        Assert.Equal(0, _station.Registry.SweepDeadAskers());
        Assert.Contains(_station.Registry.List(), queue => queue.Name == name);
        await child.KillAsync(Token);
        ReplyQueue.Create(_station.Registry).Dispose();
        Assert.DoesNotContain(_station.Registry.List(), queue => queue.Name == name);
        Assert.Null(EdgeIpc.Posix.PosixMessageQueue.Open(name));
    }

    public void Dispose() => _station.Dispose();
}
