namespace EdgeIpc.Playout;

/// <summary>Maps recorded time to now: from one pair of both it says when any other recorded moment is due.</summary>
public sealed class PlayoutClock
{
    private readonly double _speed;
    private readonly TimeProvider _time;
    private long _recordedNs;
    private long _setAt;

    /// <param name="speed">Recorded seconds per second; finite and more than 0.</param>
    /// <param name="time">The clock of now.</param>
    public PlayoutClock(double speed, TimeProvider time)
    {
        if (!double.IsFinite(speed) || speed <= 0) throw new ArgumentOutOfRangeException(nameof(speed), speed, $"The speed is {speed}; more than 0 is possible.");
        (_speed, _time) = (speed, time);
    }

    /// <summary>Whether it knows which recorded moment was when.</summary>
    public bool IsSet { get; private set; }

    /// <summary>This recorded moment is now.</summary>
    public void Set(long recordedNs)
    {
        (_recordedNs, _setAt, IsSet) = (recordedNs, _time.GetTimestamp(), true);
    }

    /// <summary>The recorded clock began anew: what it calls <paramref name="newNs"/> is due when <paramref name="oldNs"/> would have been.</summary>
    public void Shift(long oldNs, long newNs) => _recordedNs += newNs - oldNs;

    /// <summary>The pace is interrupted; the next item sets it again.</summary>
    public void Clear() => IsSet = false;

    /// <summary>How long until a recorded moment is due; zero when it is or was. Rounded up: asked again then, it is due.</summary>
    public TimeSpan Until(long recordedNs)
    {
        if (!IsSet) return TimeSpan.Zero;
        double aheadTicks = Math.Ceiling((recordedNs - _recordedNs) / _speed / TimeSpan.NanosecondsPerTick);
        double leftTicks = aheadTicks - _time.GetElapsedTime(_setAt).Ticks;
        return leftTicks <= 0 ? TimeSpan.Zero : leftTicks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)leftTicks);
    }
}
