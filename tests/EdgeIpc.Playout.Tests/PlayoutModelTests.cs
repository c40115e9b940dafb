using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Playout.Tests;

/// <summary>The buffer against a model of it in a queue and a few lines, over random histories. CsCheck prints the seed of a failure; CsCheck_Seed replays it.</summary>
public sealed class PlayoutModelTests
{
    private static readonly Gen<PlayoutOptions> AnyOptions =
        from capacity in Gen.Int[1, 20]
        from start in Gen.Int[1, capacity]
        from resume in Gen.Int[1, capacity]
        from overflow in Gen.Enum<PlayoutOverflow>()
        select new PlayoutOptions { Capacity = capacity, StartWatermark = start, ResumeWatermark = resume, Overflow = overflow };

    [Fact]
    public void Any_history_gives_what_the_model_gives_and_loses_nothing_unseen() =>
        // A fast consumer, an equal one, a fast producer.
        Gen.Select(AnyOptions, Gen.Int[0, 2].Select(turn => 20 + 25 * turn), Gen.Int[0, 99].Array[0, 200]).Sample((options, adds, history) =>
        {
            var time = new FakeTimeProvider();
            var buffer = new PlayoutBuffer<int>(options, time);
            var model = new Model(options);
            int added = 0, taken = 0;
            foreach (int step in history)
            {
                if (step < adds) Add();
                else if (step < 90) Take();
                else if (step < 99) Pass(step - 89);
                else Complete();
                Assert.Equal(model.State, buffer.State);
                Assert.Equal(model.Items.Count, buffer.Count);
                Assert.Equal(model.Underruns, buffer.Underruns);
                Assert.Equal(TimeSpan.FromSeconds(model.BufferingSeconds), buffer.TimeBuffering);
                Assert.Equal(added, taken + buffer.Count + buffer.Dropped + buffer.Refused);
            }

            void Add()
            {
                if (model.Completed) return;
                Assert.Equal(model.Add(added), buffer.Add(added));
                added++;
            }

            void Take()
            {
                bool there = buffer.TryPeek(out int peeked);
                bool expected = model.TryTake(out int expectedItem);
                Assert.Equal(expected, buffer.TryTake(out int item));
                Assert.Equal(expected, there);
                if (!expected) return;
                Assert.Equal((expectedItem, expectedItem), (item, peeked));
                taken++;
            }

            void Pass(int seconds)
            {
                time.Advance(TimeSpan.FromSeconds(seconds));
                if (model.State == PlayoutState.Buffering) model.BufferingSeconds += seconds;
            }

            void Complete()
            {
                model.Complete();
                buffer.Complete();
            }
        });

    private sealed class Model(PlayoutOptions options)
    {
        public Queue<int> Items { get; } = new();

        public PlayoutState State { get; private set; }

        public bool Completed { get; private set; }

        public int Underruns { get; private set; }

        public int BufferingSeconds { get; set; }

        public AddResult Add(int item)
        {
            bool full = Items.Count == options.Capacity;
            if (full && options.Overflow == PlayoutOverflow.RefuseNew) return AddResult.Full;
            if (full) Items.Dequeue();
            Items.Enqueue(item);
            if (State == PlayoutState.Filling && Items.Count >= options.StartWatermark) State = PlayoutState.Playing;
            if (State == PlayoutState.Buffering && Items.Count >= options.ResumeWatermark) State = PlayoutState.Playing;
            return full ? AddResult.AddedOverOldest : AddResult.Added;
        }

        public bool TryTake(out int item)
        {
            item = 0;
            if (State != PlayoutState.Playing) return false;
            if (Items.TryDequeue(out item))
            {
                if (Completed && Items.Count == 0) State = PlayoutState.Ended;
                return true;
            }

            Underruns++;
            State = PlayoutState.Buffering;
            return false;
        }

        public void Complete()
        {
            Completed = true;
            State = Items.Count > 0 ? PlayoutState.Playing : PlayoutState.Ended;
        }
    }
}
