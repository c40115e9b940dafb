using System.Diagnostics;
using System.Globalization;

namespace EdgeIpc.Playout.Tests;

/// <summary>
/// A producer and a consumer in threads of their own, at random paces: what the buffer promises holds whoever is the faster.
/// EDGEIPC_TEST_SEED replays the random numbers, EDGEIPC_TEST_PLAYOUT_ITEMS makes it longer.
/// </summary>
public sealed class PlayoutStressTests
{
    private static readonly int ItemCount = Number("EDGEIPC_TEST_PLAYOUT_ITEMS") ?? 20_000;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(5);
    private readonly int _seed = Number("EDGEIPC_TEST_SEED") ?? Random.Shared.Next();
    private readonly Lock _gate = new();

    public PlayoutStressTests() => TestContext.Current.TestOutputHelper!.WriteLine($"EDGEIPC_TEST_SEED={_seed}");

    [Theory]
    [InlineData(64, 32, 16)]
    [InlineData(1024, 700, 300)]
    [InlineData(8, 8, 8)]
    [InlineData(1, 1, 1)]
    public async Task A_slow_and_jittery_producer_is_buffered_and_every_item_comes_once_and_in_order(int capacity, int start, int resume)
    {
        var buffer = New(new PlayoutOptions { Capacity = capacity, StartWatermark = start, ResumeWatermark = resume });
        var producing = Task.Factory.StartNew(() => Produce(buffer, waitMax: 40, retries: true), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var watch = new StateWatch(start, resume);
        int next = 0;
        var began = Stopwatch.StartNew();
        while (true)
        {
            Assert.True(began.Elapsed < Watchdog, $"Only {next} of {ItemCount} items came; the producer {producing.Status}.");
            lock (_gate)
            {
                if (buffer.State == PlayoutState.Ended) break;
                watch.Look(buffer, isComplete: producing.IsCompleted || buffer.Count + next == ItemCount);
                if (buffer.TryTake(out int item)) Assert.Equal(next++, item);
                watch.Took(buffer);
            }
        }

        await producing;
        Assert.Equal(ItemCount, next);
        Assert.Equal((0L, watch.Underruns), (buffer.Dropped, buffer.Underruns));
        // As it runs ahead of the producer, the consumer must have found it empty now and then.
        Assert.True(buffer.Underruns > 0);
        Assert.True(buffer.TimeBuffering > TimeSpan.Zero && buffer.TimeBuffering <= began.Elapsed);
    }

    [Theory]
    [InlineData(PlayoutOverflow.RefuseNew)]
    [InlineData(PlayoutOverflow.DropOldest)]
    public async Task A_fast_producer_is_held_back_or_its_loss_is_counted(PlayoutOverflow overflow)
    {
        var buffer = New(new PlayoutOptions { Capacity = 64, StartWatermark = 32, ResumeWatermark = 16, Overflow = overflow });
        var producing = Task.Factory.StartNew(() => Produce(buffer, waitMax: 0, retries: true), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var random = new Random(_seed + 1);
        var taken = new List<int>(ItemCount);
        var began = Stopwatch.StartNew();
        bool hasEnded = false;
        while (!hasEnded)
        {
            Assert.True(began.Elapsed < Watchdog, $"Only {taken.Count} of {ItemCount} items came; the producer {producing.Status}.");
            Spin(random.Next(200));
            lock (_gate)
            {
                if (buffer.TryTake(out int item)) taken.Add(item);
                hasEnded = buffer.State == PlayoutState.Ended;
            }
        }

        long refused = await producing;
        // In order, each at most once, and the ones that are not there are exactly the counted ones.
        Assert.Equal(taken.Order().Distinct(), taken);
        Assert.Equal(ItemCount, taken.Count + buffer.Dropped);
        Assert.Equal(refused, buffer.Refused);
        if (overflow == PlayoutOverflow.RefuseNew) Assert.Equal(0, buffer.Dropped);
        else Assert.Equal(0, buffer.Refused);
        Assert.True(buffer.Refused + buffer.Dropped > 0, "The producer was never the faster one.");
    }

    [Fact]
    public void Nothing_is_lost_or_refused_while_the_consumer_is_no_further_behind_than_the_capacity()
    {
        var random = new Random(_seed);
        foreach (var overflow in Enum.GetValues<PlayoutOverflow>())
        {
            var buffer = New(new PlayoutOptions { Capacity = 100, StartWatermark = 1, ResumeWatermark = 1, Overflow = overflow });
            int added = 0, taken = 0;
            while (taken < ItemCount)
            {
                for (int burst = random.Next(101 - (added - taken)); burst > 0; burst--) Assert.Equal(AddResult.Added, buffer.Add(added++));
                for (int gulp = random.Next(100); gulp > 0 && buffer.TryTake(out int item); gulp--) Assert.Equal(taken++, item);
            }

            Assert.Equal((0L, 0L), (buffer.Dropped, buffer.Refused));
        }
    }

    private static PlayoutBuffer<int> New(PlayoutOptions options) => new(options, TimeProvider.System);

    /// <summary>Adds all items in bursts, with pauses between; then it is the end.</summary>
    /// <returns>How often it was refused.</returns>
    private long Produce(PlayoutBuffer<int> buffer, int waitMax, bool retries)
    {
        var random = new Random(_seed);
        long refused = 0;
        for (int item = 0; item < ItemCount;)
        {
            // Mostly a little, now and then a hiccup of a hundred times that.
            Spin(random.Next(waitMax + 1) * (random.Next(50) == 0 ? 100 : 1));
            lock (_gate)
            {
                for (int burst = random.Next(1, 12); burst > 0 && item < ItemCount; burst--)
                {
                    if (buffer.Add(item) != AddResult.Full)
                    {
                        item++;
                        continue;
                    }

                    refused++;
                    Assert.True(retries);
                    break;
                }
            }

            if (waitMax == 0) Thread.Yield();
        }

        lock (_gate) buffer.Complete();
        return refused;
    }

    /// <summary>Passes some microseconds; gives the other thread the core now and then, where there is only one.</summary>
    private static void Spin(int microseconds)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(startedAt).TotalMicroseconds < microseconds) Thread.Yield();
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>Follows a buffer from look to look: it plays only from a mark on, and each time it ran empty is one underrun.</summary>
    private sealed class StateWatch(int start, int resume)
    {
        private PlayoutState _last = PlayoutState.Filling;

        public long Underruns { get; private set; }

        public void Look(PlayoutBuffer<int> buffer, bool isComplete)
        {
            var state = buffer.State;
            if (state == PlayoutState.Playing && _last == PlayoutState.Filling && !isComplete) Assert.True(buffer.Count >= start, $"It began to play with {buffer.Count} of {start}.");
            if (state == PlayoutState.Playing && _last == PlayoutState.Buffering && !isComplete) Assert.True(buffer.Count >= resume, $"It went on with {buffer.Count} of {resume}.");
            _last = state;
        }

        public void Took(PlayoutBuffer<int> buffer)
        {
            if (buffer.State == PlayoutState.Buffering && _last == PlayoutState.Playing) Underruns++;
            _last = buffer.State;
        }
    }
}
