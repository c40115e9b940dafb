namespace EdgeIpc.Devices.Tests;

public sealed class ButtonDebouncerTests
{
    private const long Ms = 1_000_000;
    private readonly ButtonDebouncer _debouncer = new(buttons: 2, debounce: TimeSpan.FromMilliseconds(20), longPress: TimeSpan.FromSeconds(2));

    [Fact]
    public void A_press_with_bounces_on_both_sides_is_one_short_press()
    {
        Edges(0, (0, true), (1, false), (2, true), (5, false), (6, true), (300, false), (303, true), (304, false));
        Assert.Empty(Presses(at: 323));
        Assert.Equal([new ButtonPress(0, PressLength.Short, 6 * Ms)], Presses(at: 324));
    }

    [Fact]
    public void A_contact_whose_level_is_told_twice_moved_in_between_and_rests_since_then()
    {
        Edges(0, (0, true), (15, true), (25, false));
        Assert.Empty(Presses(at: 10_000));
        Edges(0, (20_000, true), (20_015, true));
        Assert.Empty(Presses(at: 20_034));
        Edges(0, (20_100, false), (20_110, false));
        Assert.Equal([new ButtonPress(0, PressLength.Short, 20_015 * Ms)], Presses(at: 20_130));
    }

    [Fact]
    public void A_spike_shorter_than_the_debounce_time_is_no_press()
    {
        Edges(0, (0, true), (19, false));
        Assert.Empty(Presses(at: 10_000));
        Assert.Null(_debouncer.NextDeadlineNs);
    }

    [Fact]
    public void A_long_press_is_told_while_it_is_held_and_only_once()
    {
        Edges(0, (0, true));
        Assert.Empty(Presses(at: 1_999));
        Assert.Equal([new ButtonPress(0, PressLength.Long, 0)], Presses(at: 2_000));
        Edges(0, (5_000, false));
        Assert.Empty(Presses(at: 6_000));
    }

    [Fact]
    public void Late_delivery_changes_nothing()
    {
        Edges(0, (0, true), (1_000, false), (5_000, true), (7_500, false));
        Assert.Equal([new ButtonPress(0, PressLength.Short, 0), new ButtonPress(0, PressLength.Long, 5_000 * Ms)], Presses(at: 60_000));
    }

    [Theory]
    [InlineData(1_999, PressLength.Short)]
    [InlineData(2_000, PressLength.Long)]
    public void Two_seconds_make_the_difference(int heldMs, PressLength expected)
    {
        Edges(0, (0, true), (heldMs, false));
        Assert.Equal(expected, Assert.Single(Presses(at: 10_000)).Length);
    }

    [Fact]
    public void Buttons_do_not_disturb_each_other()
    {
        Edges(0, (0, true));
        Edges(1, (10, true), (200, false));
        Assert.Equal([new ButtonPress(1, PressLength.Short, 10 * Ms)], Presses(at: 500));
        Assert.Equal([new ButtonPress(0, PressLength.Long, 0)], Presses(at: 2_000));
    }

    [Fact]
    public void A_lost_edge_leaves_no_button_pressed_for_ever()
    {
        Edges(0, (0, true), (100, true), (200, false));
        Assert.Equal([new ButtonPress(0, PressLength.Short, 0)], Presses(at: 300));
        Assert.Null(_debouncer.NextDeadlineNs);
    }

    [Fact]
    public void It_says_when_to_look_again()
    {
        Assert.Null(_debouncer.NextDeadlineNs);
        Edges(0, (100, true));
        Assert.Equal(120 * Ms, _debouncer.NextDeadlineNs);
        Presses(at: 120);
        Assert.Equal(2_100 * Ms, _debouncer.NextDeadlineNs);
        Presses(at: 2_100);
        Assert.Null(_debouncer.NextDeadlineNs);
    }

    [Fact]
    public void Presses_are_found_whatever_the_bounces_and_whenever_time_advances()
    {
        int seed = Environment.GetEnvironmentVariable("EDGEIPC_SEED") is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"EDGEIPC_SEED={seed}");
        var random = new Random(seed);
        var expected = new List<ButtonPress>();
        long nowMs = 0;
        for (int press = 0; press < 500; press++)
        {
            nowMs += random.Next(30, 400);
            nowMs = Bounce(random, nowMs, pressed: true);
            long beganMs = nowMs;
            int heldMs = random.Next(30, 3_000);
            MaybeAdvance(random, nowMs + heldMs - 1);
            // Held until the contact opened for the last time.
            nowMs = Bounce(random, nowMs + heldMs, pressed: false);
            expected.Add(new ButtonPress(0, nowMs - beganMs >= 2_000 ? PressLength.Long : PressLength.Short, beganMs * Ms));
            MaybeAdvance(random, nowMs + 25);
        }

        Assert.Equal(expected, Presses(at: nowMs + 5_000));
    }

    // Some quick changes of level that end with the one meant; returns when the last one was.
    private long Bounce(Random random, long atMs, bool pressed)
    {
        Edges(0, (atMs, pressed));
        for (int bounce = random.Next(0, 5); bounce > 0; bounce--)
        {
            Edges(0, (atMs += random.Next(1, 5), !pressed));
            Edges(0, (atMs += random.Next(1, 5), pressed));
        }

        return atMs;
    }

    private void MaybeAdvance(Random random, long atMs)
    {
        if (random.Next(2) == 0) _debouncer.Advance(atMs * Ms);
    }

    private void Edges(int button, params (long AtMs, bool Pressed)[] edges)
    {
        foreach (var (atMs, pressed) in edges) _debouncer.Accept(new ButtonEdge(button, pressed, atMs * Ms));
    }

    private List<ButtonPress> Presses(long at)
    {
        _debouncer.Advance(at * Ms);
        var presses = new List<ButtonPress>();
        while (_debouncer.TryTake(out var press)) presses.Add(press);
        return presses;
    }
}
