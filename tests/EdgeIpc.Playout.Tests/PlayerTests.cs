using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Playout.Tests;

public sealed class PlayerTests
{
    private const long MillisecondNs = 1_000_000;
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Items_come_out_at_the_pace_at_which_they_were_recorded()
    {
        var buffer = NewBuffer(start: 3);
        var player = new Player<long>(buffer, ns => ns, speed: 1, _time);
        foreach (long ms in new[] { 1000, 1010, 1040 }) buffer.Add(ms * MillisecondNs);

        Assert.Equal(PlayStep.Item, player.Next(out long first));
        Assert.Equal(1000 * MillisecondNs, first);
        Assert.Equal(PlayStep.Early, player.Next(out _));
        Assert.Equal(TimeSpan.FromMilliseconds(10), player.UntilNext);
        Advance(10);
        Assert.Equal(PlayStep.Item, player.Next(out _));
        Assert.Equal(TimeSpan.FromMilliseconds(30), player.UntilNext);
        Advance(29);
        Assert.Equal(PlayStep.Early, player.Next(out _));
        Advance(1);
        Assert.Equal(PlayStep.Item, player.Next(out long last));
        Assert.Equal(1040 * MillisecondNs, last);
    }

    [Theory]
    [InlineData(2, 50)]
    [InlineData(0.5, 200)]
    public void The_speed_scales_the_pace(double speed, int expectedMs)
    {
        var buffer = NewBuffer(start: 2);
        var player = new Player<long>(buffer, ns => ns, speed, _time);
        buffer.Add(0);
        buffer.Add(100 * MillisecondNs);
        player.Next(out _);
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), player.UntilNext);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_speed_that_is_no_pace_is_refused(double speed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Player<long>(NewBuffer(1), ns => ns, speed, _time));

    [Fact]
    public void A_consumer_that_asks_late_gets_what_fell_due_and_the_pace_does_not_drift()
    {
        var buffer = NewBuffer(start: 1);
        var player = new Player<long>(buffer, ns => ns, 1, _time);
        for (int i = 0; i < 20; i++) buffer.Add(i * 10 * MillisecondNs);
        player.Next(out _);
        Advance(35);
        Assert.Equal([10, 20, 30], PlayDue(player));
        Assert.Equal(TimeSpan.FromMilliseconds(5), player.UntilNext);
    }

    [Fact]
    public void An_empty_buffer_is_an_underrun_only_once_the_next_item_is_late()
    {
        var buffer = NewBuffer(start: 2);
        var player = new Player<long>(buffer, ns => ns, 1, _time);
        buffer.Add(0);
        buffer.Add(10 * MillisecondNs);
        player.Next(out _);
        Advance(10);
        player.Next(out _);
        Advance(9);
        Assert.Equal(PlayStep.Early, player.Next(out _));
        Assert.Equal((PlayoutState.Playing, TimeSpan.FromMilliseconds(1)), (buffer.State, player.UntilNext));
        Advance(1);
        Assert.Equal(PlayStep.Starved, player.Next(out _));
        Assert.Equal((PlayoutState.Buffering, 1L, (TimeSpan?)null), (buffer.State, buffer.Underruns, player.UntilNext));
    }

    [Fact]
    public void After_buffering_the_pace_goes_on_from_the_item_it_resumes_with()
    {
        var buffer = NewBuffer(start: 2);
        var player = new Player<long>(buffer, ns => ns, 1, _time);
        buffer.Add(0);
        buffer.Add(10 * MillisecondNs);
        PlayDue(player);
        Advance(500);
        Assert.Equal([10], PlayDue(player));
        Assert.Equal(PlayoutState.Buffering, buffer.State);
        Advance(3000);
        for (int i = 2; i < 5; i++) buffer.Add(i * 10 * MillisecondNs);
        Assert.Equal([20], PlayDue(player));
        Assert.Equal(TimeSpan.FromMilliseconds(10), player.UntilNext);
        Advance(20);
        Assert.Equal([30, 40], PlayDue(player));
        Assert.Equal(TimeSpan.FromSeconds(3), buffer.TimeBuffering);
    }

    [Fact]
    public void Where_the_recordings_clock_began_anew_one_interval_passes_and_the_pace_goes_on()
    {
        var buffer = NewBuffer(start: 3);
        var player = new Player<long>(buffer, ns => ns, 1, _time);
        foreach (long ms in new[] { 900_000, 900_010, 5, 15 }) buffer.Add(ms * MillisecondNs);
        Assert.Equal([900_000], PlayDue(player));
        Advance(10);
        Assert.Equal([900_010], PlayDue(player));
        Assert.Equal(TimeSpan.FromMilliseconds(10), player.UntilNext);
        Advance(9);
        Assert.Empty(PlayDue(player));
        Advance(1);
        Assert.Equal([5], PlayDue(player));
        Advance(10);
        Assert.Equal([15], PlayDue(player));
    }

    [Fact]
    public void The_end_is_told_after_the_last_item()
    {
        var buffer = NewBuffer(start: 5);
        var player = new Player<long>(buffer, ns => ns, 1, _time);
        Assert.Equal(PlayStep.Starved, player.Next(out _));
        buffer.Add(0);
        buffer.Complete();
        Assert.Equal(PlayStep.Item, player.Next(out _));
        Assert.Equal(PlayStep.Ended, player.Next(out _));
        Assert.Null(player.UntilNext);
    }

    [Fact]
    public void Any_recording_plays_whole_in_order_and_never_early() =>
        Gen.Select(Gen.Long[0, 50 * MillisecondNs].Array[1, 60], Gen.Double[0.1, 10], Gen.Int[1, 40]).Sample((gapsNs, speed, stepMs) =>
        {
            var time = new FakeTimeProvider();
            var buffer = new PlayoutBuffer<long>(new PlayoutOptions { Capacity = 60, StartWatermark = 1, ResumeWatermark = 1 }, time);
            var player = new Player<long>(buffer, ns => ns, speed, time);
            var recorded = new List<long>();
            long atNs = 0;
            foreach (long gapNs in gapsNs) recorded.Add(atNs += gapNs);
            foreach (long item in recorded) buffer.Add(item);
            buffer.Complete();

            var played = new List<long>();
            long startedAt = time.GetTimestamp();
            while (buffer.State != PlayoutState.Ended)
            {
                while (player.Next(out long item) == PlayStep.Item)
                {
                    played.Add(item);
                    double dueMs = (item - recorded[0]) / speed / MillisecondNs, nowMs = time.GetElapsedTime(startedAt).TotalMilliseconds;
                    Assert.True(nowMs >= dueMs - 0.0001, $"{item} at {nowMs} ms, due at {dueMs} ms");
                    Assert.True(nowMs < dueMs + stepMs + 0.001, $"{item} at {nowMs} ms, due at {dueMs} ms, asked every {stepMs} ms");
                }

                time.Advance(TimeSpan.FromMilliseconds(stepMs));
            }

            Assert.Equal(recorded, played);
            Assert.Equal(0, buffer.Underruns);
        });

    [Fact]
    public void Playing_allocates_nothing_per_item()
    {
        var buffer = NewBuffer(start: 1);
        var player = new Player<long>(buffer, ns => ns, 1, TimeProvider.System);
        Cycle(1000);
        Assert.Equal(0, Allocated.FewestBytes(() => Cycle(2_000)));

        void Cycle(int count)
        {
            for (int i = 0; i < count; i++)
            {
                buffer.Add(0);
                player.Next(out _);
                player.Next(out _);
            }
        }
    }

    private void Advance(int ms) => _time.Advance(TimeSpan.FromMilliseconds(ms));

    private PlayoutBuffer<long> NewBuffer(int start) => new(new PlayoutOptions { Capacity = 64, StartWatermark = start, ResumeWatermark = 2 }, _time);

    private static List<long> PlayDue(Player<long> player)
    {
        var played = new List<long>();
        while (player.Next(out long item) == PlayStep.Item) played.Add(item / MillisecondNs);
        return played;
    }
}
