namespace EdgeIpc.Devices;

/// <summary>What came of opening a line; each but <see cref="Opened"/> is ordinary, and a person can mend it.</summary>
public enum LineOpenOutcome
{
    Opened,
    Missing,
    NotATerminal,
    NotPermitted,

    /// <summary>Another process uses it.</summary>
    Busy,

    /// <summary>The driver cannot do the speed or the flow control that was asked.</summary>
    SettingsRefused,
}

/// <summary>The outcome, one sentence for a person, and the line when it was opened.</summary>
public sealed record LineOpenResult(LineOpenOutcome Outcome, string Sentence, SerialLine? Line);

/// <summary>Whether there is still somebody at the other end.</summary>
public enum LineState
{
    Open,

    /// <summary>The adapter was unplugged, or the process behind a pseudo-terminal ended. Dispose the line and open it again.</summary>
    HungUp,
}

/// <summary>What came of a write.</summary>
public enum LineWriteOutcome
{
    Written,

    /// <summary>The line took no more within the bound: flow control holds it. The bytes counted are on their way, no others.</summary>
    Stopped,

    /// <summary>The line stopped in the middle of a piece: between the bytes counted and <see cref="SerialLine.PieceBytes"/> more are on their way.</summary>
    Uncertain,

    /// <summary>The other end is gone; of the bytes not counted none or some are on their way.</summary>
    HungUp,
}

/// <summary>The outcome, and how many bytes are surely on their way.</summary>
public readonly record struct LineWrite(LineWriteOutcome Outcome, int BytesWritten);

/// <summary>The line's state, and how many bytes a read brought; 0 while it is open means that none came in time.</summary>
public readonly record struct LineRead(LineState State, int BytesRead);

/// <summary>What came of waiting for the bytes to leave.</summary>
public enum LineDrain
{
    Drained,

    /// <summary>Bytes are still queued: flow control holds the line, or the bound was shorter than the line needs.</summary>
    StillSending,
    HungUp,
}
