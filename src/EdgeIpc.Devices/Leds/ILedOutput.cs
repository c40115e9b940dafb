namespace EdgeIpc.Devices;

/// <summary>The station's lamps.</summary>
public interface ILedOutput : IDisposable
{
    /// <summary>The lamps' names; a lamp's number counts in this list.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Switches a lamp. Costs nothing when it is in that state already.</summary>
    /// <exception cref="IOException">The GPIO chip is gone.</exception>
    void Set(int led, bool on);

    /// <summary>As last switched; all are off at the start.</summary>
    bool IsOn(int led);
}
