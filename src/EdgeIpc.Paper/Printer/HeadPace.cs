namespace EdgeIpc.Paper;

/// <summary>
/// How long a head takes for a row: the slower of its motor and its heating, by the settings in force. The printer's model
/// prints at this pace, and a spooler without any answer from its printer counts on it.
/// </summary>
internal sealed class HeadPace(PrinterProfile profile)
{
    /// <summary>GS ( K, function 50: steps from 1 to this.</summary>
    internal const int MostSpeedStep = 9;

    private int _dotsAtOnce = profile.HeatedDotsAtOnce;
    private int _turnUs = profile.HeatUs + profile.HeatPauseUs;
    private int _speedStep = MostSpeedStep;

    /// <summary>Power-up.</summary>
    internal void Reset() =>
        (_dotsAtOnce, _turnUs, _speedStep) = (profile.HeatedDotsAtOnce, profile.HeatUs + profile.HeatPauseUs, MostSpeedStep);

    /// <summary>ESC 7.</summary>
    internal void SetHeat(int dotsAtOnce, int turnUs) => (_dotsAtOnce, _turnUs) = (dotsAtOnce, turnUs);

    /// <summary>DC2 #: the break after each turn.</summary>
    internal void SetPause(int pauseUs) => _turnUs = profile.HeatUs + pauseUs;

    /// <param name="step">0: the fastest, as at power-up; what is out of range changes nothing.</param>
    internal void SetSpeed(int step)
    {
        if (step is >= 0 and <= MostSpeedStep)
            _speedStep = step == 0 ? MostSpeedStep : step;
    }

    /// <summary>
    /// The slower of the motor and the heating: with ESC 7's power-up values max(1/(8 v), ceil(ink/64) x 820 us); an all-black
    /// row of 384 dots takes 4.9 ms.
    /// </summary>
    /// <param name="ink">Dots that are heated.</param>
    internal long RowNs(int ink)
    {
        double motorNs = 1e9 / profile.RowsPerSecond * MostSpeedStep / _speedStep;
        double heatNs = (ink + _dotsAtOnce - 1) / _dotsAtOnce * (_turnUs * 1e3);
        return (long)Math.Max(motorNs, heatNs);
    }
}
