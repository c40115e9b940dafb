using EdgeIpc.Posix;

namespace EdgeIpc.Devices.Tests;

/// <summary>What buttons promise, simulated or on pins.</summary>
public abstract class ButtonSourceContract
{
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(30);

    private static readonly NamedPin[] Pins = [new("chart", 17), new("mark", 27)];

    [Fact]
    public void A_press_is_two_edges_in_their_order()
    {
        var (source, set) = Open(Pins);
        using (source)
        {
            set(1, true);
            set(1, false);
            var pressed = Take(source);
            var released = Take(source);
            Assert.Equal((1, true), (pressed.Button, pressed.Pressed));
            Assert.Equal((1, false), (released.Button, released.Pressed));
            Assert.True(released.AtNs >= pressed.AtNs);
            Assert.False(source.TryTake(out _));
        }
    }

    [Fact]
    public void Its_descriptor_is_readable_exactly_while_edges_wait()
    {
        var (source, set) = Open(Pins);
        using var epoll = new Epoll();
        using (source)
        {
            epoll.Add(source.Descriptor, key: 3);
            var ready = new ReadyEvent[1];
            Assert.Equal(0, epoll.Wait(ready, TimeSpan.Zero));
            set(0, true);
            set(0, false);
            Assert.Equal(1, epoll.Wait(ready, HangLimit));
            source.TryTake(out _);
            Assert.Equal(1, epoll.Wait(ready, HangLimit));
            source.TryTake(out _);
            Assert.Equal(0, epoll.Wait(ready, TimeSpan.Zero));
        }
    }

    [Fact]
    public void It_knows_whether_a_button_is_held()
    {
        var (source, set) = Open(Pins);
        using (source)
        {
            Assert.False(source.IsPressed(0));
            set(0, true);
            Assert.True(source.IsPressed(0));
            Assert.False(source.IsPressed(1));
        }
    }

    [Fact]
    public void Edges_that_nobody_takes_are_counted_and_the_last_level_is_kept()
    {
        var (source, set) = Open(Pins);
        using (source)
        {
            for (int chatter = 0; chatter < EdgeQueue.MaxEdges; chatter++) set(0, chatter % 2 == 0);
            for (int edge = 0; edge < EdgeQueue.MaxEdges; edge++) Take(source);
            Assert.Equal(0, source.LostEdges);

            for (int chatter = 0; chatter <= EdgeQueue.MaxEdges; chatter++) set(0, chatter % 2 == 0);
            ButtonEdge last = default;
            for (int edge = 0; edge < EdgeQueue.MaxEdges; edge++) last = Take(source);
            // The kernel counts what it drops, and is asked together with what it kept.
            Assert.Equal(1, source.LostEdges);
            Assert.True(last.Pressed);
            Assert.False(source.TryTake(out _));
        }
    }

    [Fact]
    public void Its_buttons_have_the_names_given()
    {
        var (source, _) = Open(Pins);
        using (source) Assert.Equal(["chart", "mark"], source.Names);
    }

    /// <summary>The next edge: a real one is there a moment after the contact moved.</summary>
    private static ButtonEdge Take(IButtonSource source)
    {
        using var epoll = new Epoll();
        epoll.Add(source.Descriptor, key: 0);
        Assert.Equal(1, epoll.Wait(new ReadyEvent[1], HangLimit));
        Assert.True(source.TryTake(out var edge));
        return edge;
    }

    /// <summary>The buttons, and a finger for them.</summary>
    protected abstract (IButtonSource Source, Action<int, bool> Finger) Open(IReadOnlyList<NamedPin> pins);
}
