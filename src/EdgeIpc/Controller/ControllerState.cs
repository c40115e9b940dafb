using System.Text.Json;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using EdgeIpc.Settings;

namespace EdgeIpc.Controller;

/// <summary>
/// What was decided by command and outlives the process: the rate and the alarms. (That the printer is paused is the spool's
/// to remember.) The later decision counts: a command's until the settings file says something else than it did then.
/// </summary>
internal sealed record ControllerState
{
    /// <summary>Samples a second, set by command; null: as the settings say.</summary>
    public int? RateHz { get; init; }

    /// <summary>Alarms, set or cleared by command; null: as the settings say.</summary>
    public IReadOnlyList<AlarmSettings>? Alarms { get; init; }

    /// <summary>What the settings said when <see cref="RateHz"/> was set.</summary>
    public int SettingsRateHz { get; init; }

    /// <summary>What the settings said when <see cref="Alarms"/> were set.</summary>
    public IReadOnlyList<AlarmSettings>? SettingsAlarms { get; init; }

    public IReadOnlyList<AlarmSettings> AlarmsOr(StationSettings settings) => Alarms ?? settings.Alarms;

    public ControllerState WithRate(int rateHz, StationSettings settings) => this with { RateHz = rateHz, SettingsRateHz = settings.Sensor.RateHz };

    public ControllerState WithAlarms(IReadOnlyList<AlarmSettings> alarms, StationSettings settings) => this with { Alarms = alarms, SettingsAlarms = settings.Alarms };

    /// <summary>Forgets what newer settings overrule.</summary>
    public ControllerState Under(StationSettings settings)
    {
        var state = this;
        if (RateHz is not null && SettingsRateHz != settings.Sensor.RateHz) state = state with { RateHz = null };
        if (Alarms is not null && !(SettingsAlarms ?? []).SequenceEqual(settings.Alarms)) state = state with { Alarms = null };
        return state;
    }

    /// <summary>Reads the file. A damaged one is set aside for a person to look at, never deleted.</summary>
    /// <param name="instance">Whose controller.</param>
    /// <param name="setAside">Where the damaged file lies now, or null.</param>
    public static ControllerState Load(StationInstance instance, out string? setAside)
    {
        string path = instance.ControllerStatePath;
        setAside = null;
        try
        {
            if (!File.Exists(path)) return new ControllerState();
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), ControllerJson.Default.ControllerState);
            if (state is not null && state.IsAllowed()) return state;
        }
        catch (JsonException)
        {
            // Not what Save wrote: a person edited it, or the file system lost part of it.
        }

        setAside = path + ".damaged";
        File.Move(path, setAside, overwrite: true);
        return new ControllerState();
    }

    /// <summary>When this returns, the state is on the disk.</summary>
    /// <exception cref="PosixException">ENOSPC: the disk is full; what was saved before still holds.</exception>
    public void Save(StationInstance instance) => DurableFile.Replace(
        instance.ControllerStatePath, JsonSerializer.SerializeToUtf8Bytes(this, ControllerJson.Default.ControllerState), instance.Sharing, instance.Sharing.Readable);

    private bool IsAllowed() =>
        RateHz is null or (>= Commands.CommandRules.RateHzMin and <= Commands.CommandRules.RateHzMax)
        && !SettingsFile.Problems(new StationSettings { Alarms = Alarms ?? [] }).Any();
}
