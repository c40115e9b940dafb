using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Playout.Tests;

public sealed class PlayoutBufferTests
{
    private static readonly PlayoutOptions Small = new() { Capacity = 8, StartWatermark = 4, ResumeWatermark = 2 };
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Nothing_comes_out_before_the_start_watermark_is_reached()
    {
        var buffer = new PlayoutBuffer<int>(Small, _time);
        for (int i = 0; i < 3; i++)
        {
            buffer.Add(i);
            Assert.False(buffer.TryTake(out _));
            Assert.Equal((PlayoutState.Filling, 4), (buffer.State, buffer.Watermark));
        }

        buffer.Add(3);
        Assert.Equal((PlayoutState.Playing, 0), (buffer.State, buffer.Watermark));
        Assert.Equal([0, 1, 2, 3], TakeAll(buffer));
    }

    [Fact]
    public void A_buffer_that_runs_empty_says_so_fills_to_the_resume_watermark_and_goes_on()
    {
        var buffer = new PlayoutBuffer<int>(Small, _time);
        for (int i = 0; i < 4; i++) buffer.Add(i);
        for (int i = 0; i < 4; i++) Assert.True(buffer.TryTake(out _));
        // The last item was taken in time: nobody has missed one yet.
        Assert.Equal((PlayoutState.Playing, 0L), (buffer.State, buffer.Underruns));

        Assert.False(buffer.TryTake(out _));
        Assert.Equal((PlayoutState.Buffering, 1L), (buffer.State, buffer.Underruns));
        Assert.False(buffer.TryTake(out _));
        Assert.Equal(1, buffer.Underruns);

        buffer.Add(4);
        Assert.Equal((PlayoutState.Buffering, 2), (buffer.State, buffer.Watermark));
        buffer.Add(5);
        Assert.Equal(PlayoutState.Playing, buffer.State);
        Assert.Equal([4, 5], TakeAll(buffer));
    }

    [Fact]
    public void Time_spent_buffering_adds_up_and_includes_the_present_pause_but_not_the_first_filling()
    {
        var buffer = new PlayoutBuffer<int>(Small with { StartWatermark = 1, ResumeWatermark = 1 }, _time);
        _time.Advance(TimeSpan.FromSeconds(100));
        buffer.Add(0);
        TakeAll(buffer);
        Assert.Equal(TimeSpan.Zero, buffer.TimeBuffering);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), buffer.TimeBuffering);
        buffer.Add(1);
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(TimeSpan.FromSeconds(2), buffer.TimeBuffering);
        TakeAll(buffer);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(5), buffer.TimeBuffering);
        buffer.Complete();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.FromSeconds(5), buffer.TimeBuffering);
    }

    [Fact]
    public void When_the_source_ends_the_rest_plays_out_below_the_watermark_and_that_is_no_underrun()
    {
        var buffer = new PlayoutBuffer<int>(Small, _time);
        buffer.Add(7);
        buffer.Complete();
        Assert.Equal(PlayoutState.Playing, buffer.State);
        Assert.True(buffer.TryTake(out int item));
        Assert.Equal((7, PlayoutState.Ended), (item, buffer.State));
        Assert.False(buffer.TryTake(out _));
        Assert.Equal(0, buffer.Underruns);
        Assert.Throws<InvalidOperationException>(() => buffer.Add(8));
    }

    [Fact]
    public void A_source_that_ends_before_it_began_ends_the_buffer()
    {
        var buffer = new PlayoutBuffer<int>(Small, _time);
        buffer.Complete();
        Assert.Equal(PlayoutState.Ended, buffer.State);
    }

    [Fact]
    public void A_full_buffer_refuses_the_new_or_drops_the_oldest_and_counts_either()
    {
        var refusing = new PlayoutBuffer<int>(Small, _time);
        var dropping = new PlayoutBuffer<int>(Small with { Overflow = PlayoutOverflow.DropOldest }, _time);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(i < 8 ? AddResult.Added : AddResult.Full, refusing.Add(i));
            Assert.Equal(i < 8 ? AddResult.Added : AddResult.AddedOverOldest, dropping.Add(i));
        }

        Assert.Equal((2, 0), (refusing.Refused, refusing.Dropped));
        Assert.Equal((0, 2), (dropping.Refused, dropping.Dropped));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], TakeAll(refusing));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], TakeAll(dropping));
    }

    [Theory]
    [InlineData(0, 1, 1, "Capacity")]
    [InlineData(8, 0, 1, "StartWatermark is 0; 1..8 (the capacity) are possible.")]
    [InlineData(8, 9, 1, "StartWatermark is 9; 1..8 (the capacity) are possible.")]
    [InlineData(8, 8, 9, "ResumeWatermark is 9; 1..8 (the capacity) are possible.")]
    public void Watermarks_outside_the_capacity_are_refused(int capacity, int start, int resume, string because)
    {
        var options = new PlayoutOptions { Capacity = capacity, StartWatermark = start, ResumeWatermark = resume };
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new PlayoutBuffer<int>(options, _time));
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adding_and_taking_allocate_nothing()
    {
        var buffer = new PlayoutBuffer<(long, long, long)>(Small, TimeProvider.System);
        Cycle(1000);
        Assert.Equal(0, Allocated.FewestBytes(() => Cycle(2_000)));

        void Cycle(int count)
        {
            for (int i = 0; i < count; i++)
            {
                buffer.Add((i, i, i));
                // Twice, so that it runs empty and buffers as well.
                buffer.TryTake(out _);
                buffer.TryTake(out _);
            }
        }
    }

    [Fact]
    public void An_item_that_was_taken_is_not_kept_alive()
    {
        var buffer = new PlayoutBuffer<object>(Small with { StartWatermark = 1 }, _time);
        var weak = AddAndTake(buffer);
        GC.Collect();
        Assert.False(weak.IsAlive);
        GC.KeepAlive(buffer);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference AddAndTake(PlayoutBuffer<object> buffer)
    {
        buffer.Add(new object());
        Assert.True(buffer.TryTake(out object item));
        return new WeakReference(item);
    }

    private static List<int> TakeAll(PlayoutBuffer<int> buffer)
    {
        var taken = new List<int>();
        while (buffer.TryTake(out int item)) taken.Add(item);
        return taken;
    }
}
