using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>Buttons without hardware: somebody presses them by command. Their contacts do not bounce.</summary>
public sealed class SimulatedButtons(IReadOnlyList<string> names) : IButtonSource
{
    private readonly EdgeQueue _edges = new();
    private readonly bool[] _pressed = new bool[names.Count];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = names;

    /// <inheritdoc/>
    public FileDescriptor Descriptor => _edges.Descriptor;

    /// <inheritdoc/>
    public long LostEdges => _edges.LostEdges;

    /// <inheritdoc/>
    public bool TryTake(out ButtonEdge edge) => _edges.TryTake(out edge);

    /// <inheritdoc/>
    public bool IsPressed(int button) => Volatile.Read(ref _pressed[button]);

    /// <summary>Closes or opens a contact.</summary>
    public void Set(int button, bool pressed, long atNs)
    {
        Volatile.Write(ref _pressed[button], pressed);
        _edges.Put(new ButtonEdge(button, pressed, atNs));
    }

    /// <inheritdoc/>
    /// <remarks>Nobody has to wait while it is held: presses are judged by their timestamps.</remarks>
    public PressOutcome Press(int button, TimeSpan held, long nowNs)
    {
        if (button < 0 || button >= Names.Count) return PressOutcome.NoSuchButton;
        Set(button, pressed: true, nowNs - held.Ticks * 100);
        Set(button, pressed: false, nowNs);
        return PressOutcome.Pressed;
    }

    public void Dispose() => _edges.Dispose();
}
