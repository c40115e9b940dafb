using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeIpc.Posix;

/// <summary>
/// Opens files that a document names, without leaving the document's directory: step by step from there, and no step may be
/// a symbolic link. What is swapped meanwhile is refused by the kernel, not by a check that came before.
/// </summary>
public static class ContainedFile
{
    /// <param name="directory">Where the document lies.</param>
    /// <param name="name">Relative, with '/' between its parts.</param>
    /// <returns>Null: the name leads out of the directory or over a link.</returns>
    /// <exception cref="PosixException">ENOENT when it is not there; EACCES.</exception>
    public static SafeFileHandle? TryOpenRead(string directory, string name)
    {
        string[] parts = name.Split('/');
        if (parts.Any(part => part is "" or "." or ".." || part.Contains('\0', StringComparison.Ordinal))) return null;
        int here = OpenAt(Libc.AT_FDCWD, directory, 0, directory);
        foreach (string part in parts)
        {
            int next;
            try
            {
                // A pipe with nobody at its other end would hold us otherwise.
                next = OpenAt(here, part, Libc.O_NOFOLLOW | Libc.O_NONBLOCK, name);
            }
            catch (PosixException error) when (error.Errno == Errno.ELOOP)
            {
                return null;
            }
            finally
            {
                _ = Libc.close(here);
            }

            here = next;
        }

        return new SafeFileHandle(here, ownsHandle: true);
    }

    private static int OpenAt(int directory, string path, int flags, string target)
    {
        while (true)
        {
            int opened = Libc.openat(directory, path, Libc.O_RDONLY | Libc.O_CLOEXEC | flags, 0);
            if (opened >= 0) return opened;
            int errno = Marshal.GetLastPInvokeError();
            if (errno != Errno.EINTR) throw new PosixException("openat", target, errno);
        }
    }
}
