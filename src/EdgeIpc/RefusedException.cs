namespace EdgeIpc;

/// <summary>
/// The program can't do what it was asked, through no fault of its own: one sentence for the person (what was asked, what is
/// wrong, what is allowed) and the exit code for the caller. Program prints it; nobody else catches it.
/// </summary>
internal sealed class RefusedException(ExitCode exitCode, string sentence) : Exception(sentence)
{
    public ExitCode ExitCode { get; } = exitCode;
}
