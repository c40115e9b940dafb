using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>Whose an open file or queue is, and who may use it.</summary>
/// <param name="UserId">The owner.</param>
/// <param name="GroupId">Its group.</param>
/// <param name="Mode">The permission bits.</param>
public readonly unsafe record struct FileOwnership(uint UserId, uint GroupId, UnixFileMode Mode)
{
    private const int PermissionBits = 0xFFF;

    /// <summary>Of what a path names, symbolic links followed; null when there is nothing, or it can't be asked.</summary>
    public static FileOwnership? TryOf(string path)
    {
        Libc.statx status;
        return Libc.statx_at(Libc.AT_FDCWD, path, 0, Libc.STATX_MODE | Libc.STATX_UID | Libc.STATX_GID, &status) == 0
            ? new FileOwnership(status.stx_uid, status.stx_gid, (UnixFileMode)(status.stx_mode & PermissionBits))
            : null;
    }

    internal static FileOwnership Of(FileDescriptor file, string target)
    {
        Libc.statx status;
        if (Libc.statx_of(file, "", Libc.AT_EMPTY_PATH, Libc.STATX_MODE | Libc.STATX_UID | Libc.STATX_GID, &status) != 0)
            throw new PosixException("statx", target, Marshal.GetLastPInvokeError());
        return new FileOwnership(status.stx_uid, status.stx_gid, (UnixFileMode)(status.stx_mode & PermissionBits));
    }
}
