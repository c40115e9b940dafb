using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>A button's contact closed or opened, at a CLOCK_MONOTONIC time. Contacts bounce: one press is many of these.</summary>
public readonly record struct ButtonEdge(int Button, bool Pressed, long AtNs);

/// <summary>What came of pressing a button from inside the machine.</summary>
public enum PressOutcome
{
    Pressed,
    NoSuchButton,

    /// <summary>The buttons are real: only a finger presses them.</summary>
    RealHardware,
}

/// <summary>The contacts of the station's buttons. Waited for in an <see cref="Epoll"/>; read by one thread.</summary>
public interface IButtonSource : IDisposable
{
    /// <summary>The buttons' names; an edge's number counts in this list.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Readable while edges wait.</summary>
    FileDescriptor Descriptor { get; }

    /// <summary>Edges dropped because nobody took them; the oldest go first, so that the last level is always the true one.</summary>
    long LostEdges { get; }

    /// <summary>Takes the oldest edge that waits; false when none does.</summary>
    bool TryTake(out ButtonEdge edge);

    /// <summary>The contact as it is now, asked of the device itself.</summary>
    bool IsPressed(int button);

    /// <summary>Presses a button from inside the machine, as a finger would for <paramref name="held"/>, ending at <paramref name="nowNs"/>.</summary>
    PressOutcome Press(int button, TimeSpan held, long nowNs);
}
