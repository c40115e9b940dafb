namespace EdgeIpc.Devices;

/// <summary>Lamps without hardware, for a screen to show.</summary>
public sealed class SimulatedLeds(IReadOnlyList<string> names) : ILedOutput
{
    private readonly bool[] _on = new bool[names.Count];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = names;

    /// <inheritdoc/>
    public void Set(int led, bool on) => Volatile.Write(ref _on[led], on);

    /// <inheritdoc/>
    public bool IsOn(int led) => Volatile.Read(ref _on[led]);

    public void Dispose()
    {
        // Nothing is held; real lamps go out and give their pins back here.
    }
}
