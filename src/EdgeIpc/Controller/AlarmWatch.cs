using EdgeIpc.Settings;

namespace EdgeIpc.Controller;

/// <summary>What a sample did to an alarm.</summary>
internal enum AlarmChange
{
    None,
    Raised,
    Cleared,
}

/// <summary>
/// One alarm over the samples of its channel. It is raised when the value has been beyond the threshold for the hold time,
/// and cleared when the value is back by the hysteresis: noise around the threshold is one alarm, not hundreds.
/// Judged by the samples' own times, so it makes no difference how late they are read.
/// </summary>
/// <param name="rule">Threshold, side, hysteresis and hold time.</param>
/// <param name="channelIndex">Which value of a sample it watches.</param>
/// <param name="isRaised">It was raised when the samples before were read.</param>
internal sealed class AlarmWatch(AlarmSettings rule, int channelIndex, bool isRaised = false)
{
    private readonly bool _isAbove = rule.Direction == "above";
    private readonly double _clearAt = rule.Direction == "above" ? rule.Threshold - rule.Hysteresis : rule.Threshold + rule.Hysteresis;
    private readonly long _holdNs = rule.HoldMs * 1_000_000L;
    private long _beyondSinceNs = -1;

    public AlarmSettings Rule => rule;

    public int ChannelIndex => channelIndex;

    public bool IsRaised { get; private set; } = isRaised;

    /// <summary>Takes the next sample. A value that is not a number says nothing.</summary>
    public AlarmChange Accept(long takenAtNs, float value)
    {
        if (float.IsNaN(value)) return AlarmChange.None;
        if (IsRaised)
        {
            if (_isAbove ? value > _clearAt : value < _clearAt) return AlarmChange.None;
            IsRaised = false;
            return AlarmChange.Cleared;
        }

        if (_isAbove ? value <= rule.Threshold : value >= rule.Threshold)
        {
            _beyondSinceNs = -1;
            return AlarmChange.None;
        }

        if (_beyondSinceNs < 0) _beyondSinceNs = takenAtNs;
        if (takenAtNs - _beyondSinceNs < _holdNs) return AlarmChange.None;
        IsRaised = true;
        _beyondSinceNs = -1;
        return AlarmChange.Raised;
    }
}
