namespace EdgeIpc.Recorder;

/// <summary>
/// Gives played samples times of the playing: as far apart as they were recorded, divided by the speed, though several are
/// taken at one moment.
/// </summary>
internal sealed class PlaybackStamps(double speed)
{
    private long _recordedBaseNs;
    private long _playedBaseNs;
    private long _lastRecordedNs;
    private long _recordedNs;
    private long _intervalNs;
    private bool _isSet;

    /// <summary>Recorded time that was played; pauses between breaks are not in it.</summary>
    public TimeSpan Recorded => TimeSpan.FromTicks(_recordedNs / TimeSpan.NanosecondsPerTick);

    /// <summary>The time of the next sample.</summary>
    /// <param name="nowNs">Read before the sample was asked for: then no sample is dated later than it comes.</param>
    public long Next(long recordedNs, long nowNs)
    {
        if (!_isSet)
        {
            // At the start and after a break.
            (_recordedBaseNs, _playedBaseNs, _isSet) = (recordedNs, nowNs, true);
        }
        else
        {
            // Where the recording's clock began anew, the player lets one interval pass.
            if (recordedNs < _lastRecordedNs) _recordedBaseNs += recordedNs - (_lastRecordedNs + _intervalNs);
            else _intervalNs = recordedNs - _lastRecordedNs;
            _recordedNs += _intervalNs;
        }

        _lastRecordedNs = recordedNs;
        return _playedBaseNs + (long)((recordedNs - _recordedBaseNs) / speed);
    }

    /// <summary>The next sample begins a pace of its own.</summary>
    public void Break() => _isSet = false;
}
