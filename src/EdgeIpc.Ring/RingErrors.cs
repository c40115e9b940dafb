namespace EdgeIpc.Ring;

/// <summary>Why a file is no ring for this program.</summary>
public enum RingFault
{
    /// <summary>It never was a ring.</summary>
    Foreign,

    /// <summary>A ring whose header contradicts itself or its file.</summary>
    Damaged,

    /// <summary>A ring of another layout version.</summary>
    OtherVersion,

    /// <summary>A ring of another sample type.</summary>
    OtherSamples,
}

/// <summary>The file is no ring that this program can use.</summary>
public sealed class RingFormatException(string path, RingFault fault, string finding) : IOException($"{path} {finding}")
{
    public string Path { get; } = path;

    public RingFault Fault { get; } = fault;
}

/// <summary>The ring has a living writer already; it is left alone. Where a program starts this is an expected outcome (exit code 75).</summary>
public sealed class RingBusyException(string path, int writerProcessId)
    : IOException(writerProcessId > 0 ? $"{path} already has a writer, process {writerProcessId}; a ring has one at a time." : $"{path} already has a writer; a ring has one at a time.")
{
    public string Path { get; } = path;

    /// <summary>The process that the header names, or 0 when there is no header yet.</summary>
    public int WriterProcessId { get; } = writerProcessId;
}
