using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>grp.h and pwd.h: the results point into the C library's own buffer, valid until the next call.</summary>
internal static unsafe partial class Libc
{
    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial group* getgrnam(string name);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial passwd* getpwuid(uint uid);

    /// <summary>struct group, 32 bytes on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct group
    {
        internal byte* gr_name;
        internal byte* gr_passwd;
        internal uint gr_gid;
        internal byte** gr_mem;
    }

    /// <summary>struct passwd, 48 bytes on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct passwd
    {
        internal byte* pw_name;
        internal byte* pw_passwd;
        internal uint pw_uid;
        internal uint pw_gid;
        internal byte* pw_gecos;
        internal byte* pw_dir;
        internal byte* pw_shell;
    }
}
