namespace EdgeIpc.Spool;

/// <summary>How the bytes of a document are to be read.</summary>
public enum DocumentFormat
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>The printer's own commands.</summary>
    Raw,
}

/// <summary>A document on its way into the spool.</summary>
/// <param name="Document">At most <see cref="SpoolLimits.DocumentBytes"/>, at least 1 byte.</param>
public sealed record SubmitRequest(ReadOnlyMemory<byte> Document, DocumentFormat Format)
{
    /// <summary>What people see in the queue; at most <see cref="SpoolLimits.TitleChars"/> characters. Control characters become blanks.</summary>
    public string Title { get; init; } = "untitled";

    /// <summary>1 to <see cref="SpoolLimits.MaxCopies"/>.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>1 to 100, as IPP's job-priority: 100 is printed first.</summary>
    public int Priority { get; init; } = 50;

    /// <summary>Wait until somebody releases the job.</summary>
    public bool Hold { get; init; }

    /// <summary>What to do if the spooler dies while it is printed; null for what the settings say. For a ticket: <see cref="CrashPolicy.Hold"/>.</summary>
    public CrashPolicy? AfterCrash { get; init; }

    /// <summary>Who submits, for people; access is decided by the directory's mode.</summary>
    public string SubmittedBy { get; init; } = "unknown";

    /// <summary>What was lost on the way to this document, for people; shown with the job. A long one is cut.</summary>
    public string Warning { get; init; } = "";

    internal string ShownWarning => Warning.Length > SpoolLimits.WarningChars ? Warning[..(SpoolLimits.WarningChars - 3)] + "..." : Warning;

    internal string? FirstFault()
    {
        if (Title.Length > SpoolLimits.TitleChars) return $"The title has {Title.Length} characters; allowed are {SpoolLimits.TitleChars}.";
        if (Copies is < 1 or > SpoolLimits.MaxCopies) return $"{Copies} copies were asked for; allowed are 1 to {SpoolLimits.MaxCopies}.";
        if (Priority is < 1 or > 100) return $"Priority {Priority} was asked for; allowed is 1 to 100.";
        return null;
    }
}

/// <summary>What became of a submission.</summary>
public abstract record SubmitResult
{
    private SubmitResult()
    {
    }

    /// <summary>One sentence for a person.</summary>
    public abstract string Sentence { get; }

    /// <summary>The job is on disk and will be printed, whatever happens to this process.</summary>
    public sealed record Accepted(long JobNumber) : SubmitResult
    {
        public override string Sentence => $"Job {JobNumber} is accepted.";
    }

    public sealed record Empty : SubmitResult
    {
        public override string Sentence => "The document is empty; there is nothing to print.";
    }

    public sealed record TooLarge(long DocumentBytes, long LimitBytes) : SubmitResult
    {
        public override string Sentence => $"The document has {DocumentBytes} bytes; allowed are {LimitBytes}.";
    }

    /// <summary>Title, copies or priority out of range.</summary>
    public sealed record Invalid(string Why) : SubmitResult
    {
        public override string Sentence => Why;
    }

    public sealed record QueueFull(int WaitingJobs, int LimitJobs) : SubmitResult
    {
        public override string Sentence => $"The queue is full: {WaitingJobs} jobs wait, allowed are {LimitJobs}.";
    }

    public sealed record SpoolFull(long WaitingBytes, long DocumentBytes, long LimitBytes) : SubmitResult
    {
        public override string Sentence =>
            $"The spool is full: the waiting documents have {WaitingBytes} bytes, this one has {DocumentBytes}, allowed are {LimitBytes} together.";
    }

    public sealed record DiskFull(string Why) : SubmitResult
    {
        public override string Sentence => $"{Why} Nothing was accepted.";
    }

    /// <summary>Other processes kept the database busy for longer than a submission waits.</summary>
    public sealed record Busy(string Why) : SubmitResult
    {
        public override string Sentence => $"{Why} Nothing was accepted; try again.";
    }
}
