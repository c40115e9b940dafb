using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>The station's buttons: their contacts, debounced. For one loop: wait for <see cref="Descriptor"/> and <see cref="NextDeadlineNs"/>, then take the presses.</summary>
public sealed class ButtonPanel(IButtonSource source, TimeSpan debounce, TimeSpan longPress) : IDisposable
{
    private readonly ButtonDebouncer _debouncer = new(source.Names.Count, debounce, longPress);

    public IReadOnlyList<string> Names => source.Names;

    /// <summary>Readable while contacts have changed.</summary>
    public FileDescriptor Descriptor => source.Descriptor;

    /// <summary>When to look again without a change (CLOCK_MONOTONIC), or null when all buttons rest.</summary>
    public long? NextDeadlineNs => _debouncer.NextDeadlineNs;

    /// <summary>Edges that came faster than they were taken.</summary>
    public long LostEdges => source.LostEdges;

    /// <summary>The next press that is complete by now; false when there is none.</summary>
    public bool TryTake(long nowNs, out ButtonPress press)
    {
        while (source.TryTake(out var edge)) _debouncer.Accept(edge);
        ForgetLostReleases(nowNs);
        _debouncer.Advance(nowNs);
        return _debouncer.TryTake(out press);
    }

    /// <summary>Presses a button by its name, where buttons are simulated; the press is there to take once the debounce time is over.</summary>
    public PressOutcome Press(string button, TimeSpan held, long nowNs)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (Names[i] == button) return source.Press(i, held, nowNs);
        }

        return PressOutcome.NoSuchButton;
    }

    public void Dispose() => source.Dispose();

    // A GPIO library may stop calling back in mid-press. A long press shuts the station down: ask the contact itself first.
    private void ForgetLostReleases(long nowNs)
    {
        for (int button = 0; button < Names.Count; button++)
        {
            if (_debouncer.IsLongPressDue(button, nowNs) && !source.IsPressed(button)) _debouncer.Forget(button);
        }
    }
}
