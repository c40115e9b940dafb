using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Playout.Tests;

/// <summary>
/// A player behind a buffer with a producer that comes when it likes, against a simple list of what came and what was
/// played when. CsCheck prints the seed of a failure; CsCheck_Seed replays it.
/// </summary>
public sealed class SmoothPlayingTests
{
    private const long MillisecondNs = 1_000_000;

    [Fact]
    public void Between_two_underruns_items_come_exactly_as_far_apart_as_they_were_recorded() =>
        Gen.Select(AnyOptions, Gen.Int[1, 12].Array[1, 120], AnyArrivals).Sample((options, gapsMs, arrivals) =>
        {
            var run = Play(options, gapsMs, arrivals);
            Assert.Equal(Enumerable.Range(0, run.RecordedMs.Count), run.Played.Select(played => played.Item));
            // Never early, and late only when the item itself came late, though not late enough to be missed.
            foreach (var round in run.Played.GroupBy(played => played.Round))
            {
                var first = round.First();
                foreach (var played in round)
                    Assert.Equal(Math.Max(first.AtMs + run.RecordedMs[played.Item] - run.RecordedMs[first.Item], run.AddedMs[played.Item]), played.AtMs);
            }

            // Each pause is one underrun, and begins anew only with enough in the buffer or at the end.
            Assert.Equal(run.Played[^1].Round, run.Underruns);
            foreach (var round in run.Played.GroupBy(played => played.Round))
            {
                int mark = round.Key == 0 ? options.StartWatermark : options.ResumeWatermark;
                Assert.True(round.First().Buffered >= mark || round.First().IsLast, $"Round {round.Key} began with {round.First().Buffered} of {mark}.");
            }

            Assert.Equal(run.BufferingMs, run.TimeBuffering.TotalMilliseconds);
        });

    /// <summary>Pauses and bursts, over and over; a source of which nothing ever comes has no end to test.</summary>
    private static readonly Gen<(int PauseMs, int Burst)[]> AnyArrivals =
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 15]).Array[1, 60].Where(arrivals => arrivals.Any(arrival => arrival.Item2 > 0));

    private static readonly Gen<PlayoutOptions> AnyOptions =
        from capacity in Gen.Int[1, 30]
        from start in Gen.Int[1, capacity]
        from resume in Gen.Int[1, capacity]
        select new PlayoutOptions { Capacity = capacity, StartWatermark = start, ResumeWatermark = resume };

    /// <summary>A millisecond a step: what has arrived is offered, then everything that is due is taken.</summary>
    private static Run Play(PlayoutOptions options, int[] gapsMs, (int PauseMs, int Burst)[] arrivals)
    {
        var time = new FakeTimeProvider();
        var buffer = new PlayoutBuffer<(int Index, long Ns)>(options, time);
        var player = new Player<(int Index, long Ns)>(buffer, item => item.Ns, speed: 1, time);
        var run = new Run();
        int atMs = 0;
        foreach (int gapMs in gapsMs) run.RecordedMs.Add(atMs += gapMs);

        int offered = 0, arrived = 0, turn = 0, nextArrivalMs = arrivals[0].PauseMs, underruns = 0;
        bool isBuffering = false, isComplete = false;
        for (int nowMs = 0; buffer.State != PlayoutState.Ended; nowMs++)
        {
            Assert.True(nowMs < 1_000_000, "It never ends.");
            while (nowMs >= nextArrivalMs && arrived < run.RecordedMs.Count)
            {
                arrived = Math.Min(arrived + arrivals[turn].Burst, run.RecordedMs.Count);
                turn = (turn + 1) % arrivals.Length;
                nextArrivalMs += arrivals[turn].PauseMs + 1;
            }

            // What the buffer has no room for waits outside, as a reader of a disk does.
            while (offered < arrived && buffer.Add((offered, run.RecordedMs[offered] * MillisecondNs)) != AddResult.Full)
            {
                offered++;
                run.AddedMs.Add(nowMs);
            }

            if (offered == run.RecordedMs.Count && !isComplete)
            {
                isComplete = true;
                buffer.Complete();
            }

            int buffered = buffer.Count;
            while (player.Next(out var item) == PlayStep.Item)
            {
                run.Played.Add(new Played(item.Index, nowMs, underruns, buffered, isComplete));
            }

            if (buffer.State == PlayoutState.Buffering && !isBuffering) underruns++;
            isBuffering = buffer.State == PlayoutState.Buffering;
            time.Advance(TimeSpan.FromMilliseconds(1));
            if (isBuffering) run.BufferingMs++;
        }

        (run.Underruns, run.TimeBuffering) = (buffer.Underruns, buffer.TimeBuffering);
        return run;
    }

    private sealed class Run
    {
        public List<int> RecordedMs { get; } = [];

        public List<int> AddedMs { get; } = [];

        public List<Played> Played { get; } = [];

        public long Underruns { get; set; }

        public int BufferingMs { get; set; }

        public TimeSpan TimeBuffering { get; set; }
    }

    /// <param name="Round">How often it had run empty by then.</param>
    /// <param name="Buffered">Items that were there when it was taken.</param>
    /// <param name="IsLast">The source had ended: no mark is waited for any more.</param>
    private sealed record Played(int Item, int AtMs, int Round, int Buffered, bool IsLast);
}
