using EdgeIpc.Posix;

namespace EdgeIpc.Ledger.Tests;

public sealed class ReceiverPageTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private int _files;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_receiver_killed_at_any_store_twice_loses_at_most_one_message_a_crash_and_counts_it()
    {
        int kills = Kill.AtEveryStore(first =>
        {
            bool survived = false;
            Kill.AtEveryStore(second =>
            {
                using var queue = NewQueue();
                for (int i = 0; i < 3; i++) queue.Send();
                survived = first.Clone().Survives(kill => queue.Receive(kill));
                bool secondSurvived = second.Survives(kill => queue.Receive(kill, most: 1));
                queue.Receive(Kill.Never);

                var figures = queue.Figures();
                Assert.True(Balance.Of(new StationFigures { Commands = [figures], Drained = true }).Holds, figures.ToString());
                Assert.Equal(0, figures.Doubtful);
                Assert.InRange(figures.Interrupted, 0, (survived ? 0 : 1) + (secondSurvived ? 0 : 1));
                Assert.Equal(3, figures.Interrupted + queue.Acted);
                return secondSurvived;
            });
            return survived;
        });
        Assert.True(kills > 80, $"only {kills} kills");
    }

    [Fact]
    public void A_crash_while_a_send_is_under_way_is_doubtful_until_the_send_is_resolved()
    {
        using var queue = NewQueue();
        queue.Send();
        queue.Senders.NoteAttempt();
        Assert.False(new Kill(afterStores: Queue.StoresUntilReceived).Survives(kill => queue.Receive(kill)));
        Assert.Equal(0, queue.Waiting);

        // One message vanished for certain: one was sent, none waits, none ended.
        using (var page = queue.Own()) Assert.Equal(1, page.Recover(queue.Senders, () => queue.Waiting).Interrupted);
        Assert.True(Balance.Of(new StationFigures { Commands = [queue.Figures()] }).Holds);
    }

    [Fact]
    public void A_message_that_may_have_vanished_with_its_sender_uncounted_is_settled_by_the_next_recovery()
    {
        using var queue = NewQueue();
        // The sender handed it to the kernel and has not counted that yet.
        queue.Senders.NoteAttempt();
        queue.Waiting = 1;
        Assert.False(new Kill(afterStores: Queue.StoresUntilReceived).Survives(kill => queue.Receive(kill)));
        using (var page = queue.Own())
        {
            Assert.Equal(0, page.Recover(queue.Senders, () => queue.Waiting).Interrupted);
            Assert.Equal(1, page.Counts.Doubtful);
        }

        queue.Senders.NoteSent();
        Assert.True(Balance.Of(new StationFigures { Commands = [queue.Figures()] }).Holds);

        queue.Send();
        Assert.False(new Kill(afterStores: Queue.StoresUntilReceived).Survives(kill => queue.Receive(kill)));
        using (var page = queue.Own())
        {
            Assert.Equal(2, page.Recover(queue.Senders, () => queue.Waiting).Interrupted);
            Assert.Equal(0, page.Counts.Doubtful);
        }

        Assert.True(Balance.Of(new StationFigures { Commands = [queue.Figures()], Drained = true }).Holds);
    }

    [Fact]
    public void The_request_that_was_in_hand_is_named_once()
    {
        using var queue = NewQueue();
        using (var page = queue.Own())
        {
            page.BeginReceive();
            page.Take(4711);
        }

        using (var page = queue.Own()) Assert.Equal(new ReceiverRecovery(1, 4711), page.Recover(queue.Senders, () => 0));
        using (var page = queue.Own()) Assert.Equal(default, page.Recover(queue.Senders, () => 0));
    }

    [Fact]
    public void A_message_that_vanished_without_a_crash_is_not_explained_away()
    {
        using var queue = NewQueue();
        for (int i = 0; i < 3; i++) queue.Send();
        queue.Waiting -= 2;
        Assert.False(new Kill(afterStores: Queue.StoresUntilReceived).Survives(kill => queue.Receive(kill)));
        queue.Receive(Kill.Never);
        var balance = Balance.Of(new StationFigures { Commands = [queue.Figures()], Drained = true });
        var broken = Assert.Single(balance.Imbalances);
        Assert.Equal("commands to controller", broken.Equation);
        Assert.Contains("2 unaccounted for", broken.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_no_counting_sender_made_is_in_no_equation()
    {
        using var queue = NewQueue();
        using (var page = queue.Own())
        {
            page.BeginReceive();
            page.NoteMalformed();
            Assert.Equal((1, 0, 0), (page.Counts.Malformed, page.Counts.Receiving, page.Counts.Ended));
        }

        Assert.True(Balance.Of(new StationFigures { Commands = [queue.Figures()], Drained = true }).Holds);
    }

    [Fact]
    public void Every_outcome_has_its_count()
    {
        using var queue = NewQueue();
        using var page = queue.Own();
        foreach (var outcome in Enum.GetValues<ReceivedOutcome>())
        {
            page.BeginReceive();
            page.Take(1);
            Assert.Throws<InvalidOperationException>(() => page.Take(2));
            page.Finish(outcome);
        }

        Assert.Throws<InvalidOperationException>(() => page.Finish(ReceivedOutcome.Answered));
        Assert.Equal(new ReceiverCounts(1, 1, 1, 1, 0, 0, 0, 0, 1, 0), page.Counts);
    }

    private Queue NewQueue() => new(_directory, _files++);

    /// <summary>A kernel queue: a number of messages that outlive receiver and sender.</summary>
    private sealed class Queue(TempDirectory directory, int number) : IDisposable
    {
        // Opening stores 5 words of the owner and recovering a clean page nothing; then a commit of all words and the sequence,
        // and the kernel's receive.
        public static readonly int StoresUntilReceived = 5 + CounterPage.WordCount<ReceiverCounts>() + 1 + 1;
        private readonly string _path = directory.File($"receiver-{number}");

        public SenderPage Senders { get; } = SenderPage.Open(directory.File($"senders-{number}"), FileSharing.OwnerOnly);

        public long Waiting { get; set; }

        /// <summary>Messages that were acted on or that a receiver was killed with; counted by the messages themselves.</summary>
        public int Acted { get; private set; }

        public void Send()
        {
            Senders.NoteAttempt();
            Waiting++;
            Senders.NoteSent();
        }

        public ReceiverPage Own() => ReceiverPage.TryOwn(_path, FileSharing.OwnerOnly)!;

        /// <summary>One life of a receiver: recover, then what waits.</summary>
        public void Receive(Kill kill, int most = int.MaxValue)
        {
            // The page is made before, so that the number of stores is the same in every life.
            Own().Dispose();
            using var page = ReceiverPage.TryOwn(_path, FileSharing.OwnerOnly, kill.Strike)!;
            page.Recover(Senders, () => Waiting);
            for (int i = 0; i < most; i++)
            {
                page.BeginReceive();
                kill.Strike();
                bool received = Waiting > 0;
                if (received) Waiting--;
                kill.Strike();
                if (!received) break;
                page.Take(1);
                kill.Strike();
                page.Finish(ReceivedOutcome.Answered);
                Acted++;
            }

            page.EndReceive();
        }

        public CommandFigures Figures()
        {
            var sent = Senders.Read();
            var ended = ReceiverPage.TryRead(_path)!.Value.Counts;
            return new CommandFigures(
                "controller", sent.Sent, sent.Unresolved, ended.Answered, ended.Expired, ended.Refused, ended.Interrupted, ended.NoReply,
                ended.Doubtful, Waiting, Math.Max(ended.InHand, ended.Receiving));
        }

        public void Dispose() => Senders.Dispose();
    }
}
