namespace EdgeIpc.Spool;

/// <summary>Why a spool cannot be used.</summary>
public enum SpoolFault
{
    /// <summary>The database's content is not what was written.</summary>
    Damaged,

    /// <summary>The database was made by another version of this program, or by another program.</summary>
    OtherVersion,
    NotPermitted,
    DiskFull,

    /// <summary>Other processes kept the database busy for longer than anybody waits.</summary>
    Busy,

    /// <summary>The disk failed to read or write.</summary>
    InputOutput,
}

/// <summary>The spool on disk cannot be used; the message is one sentence for a person that says what to do.</summary>
public sealed class SpoolUnusableException(SpoolFault fault, string sentence, Exception? inner = null) : IOException(sentence, inner)
{
    public SpoolFault Fault { get; } = fault;

    /// <summary>SQLite's own words, where it has some; else empty.</summary>
    public string Detail { get; init; } = "";
}
