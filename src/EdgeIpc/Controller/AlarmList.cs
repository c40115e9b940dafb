using System.Globalization;
using EdgeIpc.Commands;
using EdgeIpc.Ring;
using EdgeIpc.Settings;

namespace EdgeIpc.Controller;

/// <summary>An alarm that was raised or cleared just now.</summary>
internal readonly record struct AlarmEvent(AlarmSettings Rule, AlarmChange Change, long TakenAtNs, float Value);

/// <summary>The alarms in force, over the channels that the ring has.</summary>
internal sealed class AlarmList
{
    /// <summary>More than a person can act on, and a reply would not hold them.</summary>
    public const int AlarmsMax = 8;

    /// <summary>An alarm set by command ends so far back from its threshold.</summary>
    private const double DefaultHysteresis = 0.02;

    private IReadOnlyList<AlarmSettings> _rules = [];
    private IReadOnlyList<AlarmSettings> _raisedBefore;
    private IReadOnlyList<RingChannel> _channels = [];
    private AlarmWatch[] _watches = [];

    /// <param name="raisedBefore">Those that were raised when an earlier process read the samples before: they are not raised anew.</param>
    public AlarmList(IReadOnlyList<AlarmSettings> raisedBefore) => _raisedBefore = raisedBefore;

    public IReadOnlyList<AlarmSettings> Rules => _rules;

    public IReadOnlyList<AlarmSettings> Raised => [.. _watches.Where(watch => watch.IsRaised).Select(watch => watch.Rule)];

    /// <summary>Puts other rules in force; those that stay keep their state.</summary>
    public void SetRules(IReadOnlyList<AlarmSettings> rules)
    {
        _rules = rules;
        Rebuild();
    }

    /// <summary>The ring's channels: alarms of others wait until such a channel comes.</summary>
    public void SetChannels(IReadOnlyList<RingChannel> channels)
    {
        if (channels.SequenceEqual(_channels)) return;
        _channels = channels;
        Rebuild();
    }

    /// <summary>Whether the ring has the channel; true as long as there is no ring yet to ask.</summary>
    public bool HasChannel(string channel) => _channels.Count == 0 || IndexOf(channel) >= 0;

    public string ChannelNames() => string.Join(", ", _channels.Select(channel => channel.Name));

    /// <summary>The rules with one more; one on the same channel and side is replaced.</summary>
    public IReadOnlyList<AlarmSettings> With(Command.AlarmSet command)
    {
        var added = new AlarmSettings
        {
            Channel = command.Channel,
            Direction = command.Direction == AlarmDirection.Above ? "above" : "below",
            Threshold = command.Value,
            Hysteresis = Math.Abs(command.Value) * DefaultHysteresis,
        };
        return [.. _rules.Where(rule => rule.Channel != added.Channel || rule.Direction != added.Direction), added];
    }

    /// <summary>Shows a sample to every alarm; what changed is added to <paramref name="events"/>.</summary>
    public void Accept(in Sample sample, List<AlarmEvent> events)
    {
        foreach (var watch in _watches)
        {
            float value = sample.Values[watch.ChannelIndex];
            var change = watch.Accept(sample.TakenAtNs, value);
            if (change != AlarmChange.None) events.Add(new AlarmEvent(watch.Rule, change, sample.TakenAtNs, value));
        }
    }

    public IReadOnlyList<string> Describe() =>
    [
        .. _rules.Select(rule => Text(rule) + (Array.Exists(_watches, watch => watch.Rule == rule && watch.IsRaised) ? " (raised)" : "")),
    ];

    public static string Text(AlarmSettings rule) => string.Create(CultureInfo.InvariantCulture, $"{rule.Channel} {rule.Direction} {rule.Threshold:G6}");

    private void Rebuild()
    {
        _watches =
        [
            .. _rules.Select(rule => (Rule: rule, Index: IndexOf(rule.Channel))).Where(found => found.Index >= 0)
                .Select(found => Array.Find(_watches, watch => watch.Rule == found.Rule && watch.ChannelIndex == found.Index)
                    ?? new AlarmWatch(found.Rule, found.Index, _raisedBefore.Contains(found.Rule))),
        ];
        // From the first channels on this process knows itself; an alarm that is set later is new.
        if (_channels.Count > 0) _raisedBefore = [];
    }

    private int IndexOf(string channel)
    {
        for (int i = 0; i < _channels.Count; i++)
        {
            if (_channels[i].Name == channel) return i;
        }

        return int.TryParse(channel, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _channels.Count ? index : -1;
    }
}
