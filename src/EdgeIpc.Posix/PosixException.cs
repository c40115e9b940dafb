namespace EdgeIpc.Posix;

/// <summary>A system call failed in a way its caller did not expect: what was tried, on what, and the kernel's reason.</summary>
public sealed class PosixException(string call, string target, int errno)
    : IOException($"{call} {target}: {EdgeIpc.Posix.Errno.Describe(errno)} (errno {errno})")
{
    /// <summary>The call as the manual names it, for example <c>mq_open</c>.</summary>
    public string Call { get; } = call;

    /// <summary>The path, queue name or descriptor that the call was about.</summary>
    public string Target { get; } = target;

    /// <summary>The error number; compare with <see cref="EdgeIpc.Posix.Errno"/>.</summary>
    public int Errno { get; } = errno;
}
