using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>
/// Who may open the files and queues of an instance: the owner alone, or a group as well. Modes are set by fchmod and
/// fchown on the open descriptor, because open(2) masks the mode by the umask and a path may have been replaced meanwhile.
/// </summary>
public sealed record FileSharing
{
    /// <summary>Only the user who runs the instance: modes 0600 and 0700.</summary>
    public static FileSharing OwnerOnly { get; } = new();

    /// <summary>The group that may take part; null for the owner alone.</summary>
    public uint? GroupId { get; private init; }

    /// <summary>The owner and the members of a group.</summary>
    public static FileSharing WithGroup(uint groupId) => new() { GroupId = groupId };

    /// <summary>The mode of a file that every member reads and writes: 0660, or 0600 for the owner alone.</summary>
    public UnixFileMode Writable => GroupId is null
        ? UnixFileMode.UserRead | UnixFileMode.UserWrite
        : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>The mode of a file that its owner writes and members read: 0640, or 0600 for the owner alone.</summary>
    public UnixFileMode Readable => GroupId is null
        ? UnixFileMode.UserRead | UnixFileMode.UserWrite
        : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>Gives an open file or queue its mode and group. A file that another user owns keeps what its owner gave it.</summary>
    /// <exception cref="PosixException">fchmod(2) or fchown(2) failed for another reason than foreign ownership.</exception>
    public void Apply(FileDescriptor file, UnixFileMode mode, string target)
    {
        if (Libc.fchmod(file, (uint)mode) != 0 && Marshal.GetLastPInvokeError() is var chmodError and not Errno.EPERM)
            throw new PosixException("fchmod", target, chmodError);
        if (GroupId is not { } group) return;
        if (Libc.fchown(file, uint.MaxValue, group) != 0 && Marshal.GetLastPInvokeError() is var chownError and not Errno.EPERM)
            throw new PosixException("fchown", target, chownError);
    }
}
