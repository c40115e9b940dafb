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
    private bool _isSet;

    /// <summary>Recorded time that was played; pauses between breaks are not in it.</summary>
    public TimeSpan Recorded => TimeSpan.FromTicks(_recordedNs / TimeSpan.NanosecondsPerTick);

    /// <summary>The time of the next sample.</summary>
    /// <param name="nowNs">Read before the sample was asked for: then no sample is dated later than it comes.</param>
    public long Next(long recordedNs, long nowNs)
    {
        // At the start, after a break, and where the recording's clock began anew.
        if (!_isSet || recordedNs < _lastRecordedNs) (_recordedBaseNs, _playedBaseNs, _isSet) = (recordedNs, nowNs, true);
        else _recordedNs += recordedNs - _lastRecordedNs;
        _lastRecordedNs = recordedNs;
        return _playedBaseNs + (long)((recordedNs - _recordedBaseNs) / speed);
    }

    /// <summary>The next sample begins a pace of its own.</summary>
    public void Break() => _isSet = false;
}
