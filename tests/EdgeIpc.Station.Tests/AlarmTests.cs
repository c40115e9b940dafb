using EdgeIpc.Commands;
using EdgeIpc.Controller;
using EdgeIpc.Ring;
using EdgeIpc.Settings;

namespace EdgeIpc.Tests;

public sealed class AlarmTests
{
    private static readonly AlarmSettings Hot = new() { Channel = "temperature", Direction = "above", Threshold = 50, Hysteresis = 5 };

    [Fact]
    public void It_is_raised_beyond_the_threshold_and_cleared_only_when_the_value_is_back_by_the_hysteresis()
    {
        var watch = new AlarmWatch(Hot, 0);
        Assert.Equal("..R...C.R", Run(watch, 49, 50, 50.1f, 60, 48, 45.1f, 45, 49, 51));
    }

    [Fact]
    public void Below_is_the_mirror_of_above()
    {
        var watch = new AlarmWatch(Hot with { Direction = "below" }, 0);
        Assert.Equal("..R..C", Run(watch, 51, 50, 49.9f, 40, 54.9f, 55));
    }

    [Fact]
    public void A_value_must_stay_beyond_for_the_hold_time_by_the_samples_own_clock()
    {
        var watch = new AlarmWatch(Hot with { HoldMs = 10 }, 0);
        Assert.Equal(AlarmChange.None, watch.Accept(0, 60));
        Assert.Equal(AlarmChange.None, watch.Accept(9_999_999, 60));
        Assert.Equal(AlarmChange.None, watch.Accept(10_000_000, 40));
        Assert.Equal(AlarmChange.None, watch.Accept(20_000_000, 60));
        Assert.Equal(AlarmChange.Raised, watch.Accept(30_000_000, 60));
    }

    [Fact]
    public void A_value_that_is_not_a_number_changes_nothing()
    {
        var watch = new AlarmWatch(Hot, 0);
        Assert.Equal(".R..C", Run(watch, float.NaN, 51, float.NaN, 46, 45));
    }

    [Fact]
    public void A_channel_is_meant_by_its_name_or_its_index()
    {
        var alarms = WithChannels("x", "temperature");
        alarms.SetRules([Hot, Hot with { Channel = "0", Threshold = 1 }, Hot with { Channel = "pressure" }]);
        Assert.True(alarms.HasChannel("1"));
        Assert.False(alarms.HasChannel("2"));
        Assert.False(alarms.HasChannel("pressure"));
        Assert.Equal("0", Assert.Single(Show(alarms, 2, 49)).Rule.Channel);
        Assert.Equal("temperature", Assert.Single(Show(alarms, 2, 51)).Rule.Channel);
        Assert.Equal("temperature above 50 (raised), 0 above 1 (raised), pressure above 50", string.Join(", ", alarms.Describe()));
    }

    [Fact]
    public void Another_alarm_on_the_same_channel_and_side_replaces_the_first_and_the_others_keep_their_state()
    {
        var alarms = WithChannels("x", "temperature");
        alarms.SetRules([Hot]);
        Show(alarms, 0, 60);
        alarms.SetRules(alarms.With(new Command.AlarmSet("x", AlarmDirection.Above, 1)));
        Assert.Equal([Hot], alarms.Raised);
        Assert.Empty(Show(alarms, 0, 60));
        alarms.SetRules(alarms.With(new Command.AlarmSet("temperature", AlarmDirection.Above, 70)));
        Assert.Equal(["x above 1", "temperature above 70"], alarms.Describe());
    }

    [Fact]
    public void An_alarm_that_an_earlier_process_raised_is_not_raised_anew_but_cleared_when_it_is_over()
    {
        var alarms = new AlarmList([Hot]);
        alarms.SetRules([Hot]);
        alarms.SetChannels([new RingChannel("temperature", "°C")]);
        Assert.Empty(Show(alarms, 60));
        Assert.Equal(AlarmChange.Cleared, Assert.Single(Show(alarms, 20)).Change);
        Assert.Equal(AlarmChange.Raised, Assert.Single(Show(alarms, 60)).Change);
    }

    [Fact]
    public void An_alarm_that_is_forgotten_and_set_again_is_a_new_one()
    {
        var alarms = new AlarmList([Hot]);
        alarms.SetChannels([new RingChannel("temperature", "°C")]);
        alarms.SetRules([Hot]);
        Assert.Equal(AlarmChange.Raised, Assert.Single(Show(alarms, 60)).Change);
    }

    private static string Run(AlarmWatch watch, params float[] values) =>
        string.Concat(values.Select((value, index) => watch.Accept(index, value) switch { AlarmChange.Raised => 'R', AlarmChange.Cleared => 'C', _ => '.' }));

    private static AlarmList WithChannels(params string[] names)
    {
        var alarms = new AlarmList([]);
        alarms.SetChannels([.. names.Select(name => new RingChannel(name, ""))]);
        return alarms;
    }

    private static List<AlarmEvent> Show(AlarmList alarms, params float[] values)
    {
        var sample = new Sample();
        for (int i = 0; i < values.Length; i++) sample.Values[i] = values[i];
        var events = new List<AlarmEvent>();
        alarms.Accept(in sample, events);
        return events;
    }
}
