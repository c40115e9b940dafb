using EdgeIpc.Controller;
using EdgeIpc.Instance;
using EdgeIpc.Settings;

namespace EdgeIpc.Tests;

public sealed class ControllerStateTests : IDisposable
{
    private static int s_count;
    private static readonly StationSettings Settings = new() { Alarms = [new AlarmSettings { Channel = "x", Threshold = 1 }] };
    private readonly StationInstance _instance = StationInstance.OpenOrCreate(InstanceName.Parse($"k{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}"));

    public void Dispose()
    {
        _instance.Remove();
        Directory.Delete(_instance.StateDirectory, recursive: true);
    }

    [Fact]
    public void What_was_decided_by_command_is_read_back()
    {
        new ControllerState().WithRate(500, Settings).WithAlarms([Settings.Alarms[0] with { Threshold = 2 }], Settings).Save(_instance);
        var read = ControllerState.Load(_instance, out string? setAside).Under(Settings);
        Assert.Null(setAside);
        Assert.Equal(500, read.RateHz);
        Assert.Equal(2, Assert.Single(read.AlarmsOr(Settings)).Threshold);
    }

    [Fact]
    public void Cleared_alarms_stay_cleared()
    {
        new ControllerState().WithAlarms([], Settings).Save(_instance);
        Assert.Empty(ControllerState.Load(_instance, out _).Under(Settings).AlarmsOr(Settings));
    }

    [Fact]
    public void Settings_that_were_changed_since_overrule_what_was_decided_before()
    {
        var state = new ControllerState().WithRate(500, Settings).WithAlarms([], Settings);
        var newer = Settings with { Sensor = new SensorSettings { RateHz = 250 } };
        Assert.Null(state.Under(newer).RateHz);
        Assert.Empty(state.Under(newer).AlarmsOr(newer));
        var alarms = Settings with { Alarms = [Settings.Alarms[0] with { Threshold = 9 }] };
        Assert.Equal(9, Assert.Single(state.Under(alarms).AlarmsOr(alarms)).Threshold);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"rateHz\": ")]
    [InlineData("null")]
    [InlineData("{ \"rateHz\": 0 }")]
    [InlineData("{ \"alarms\": [ { \"channel\": \"\" } ] }")]
    [InlineData("{ \"speed\": 1 }")]
    public void A_damaged_file_is_set_aside_and_the_settings_apply(string content)
    {
        File.WriteAllText(_instance.ControllerStatePath, content);
        var state = ControllerState.Load(_instance, out string? setAside);
        Assert.Null(state.RateHz);
        Assert.Equal(content, File.ReadAllText(setAside!));
        Assert.False(File.Exists(_instance.ControllerStatePath));
    }
}
