using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>The user this process acts as, and the groups of the machine.</summary>
public static unsafe class Accounts
{
    // More than anyone has; beyond it getgroups(2) says EINVAL. The kernel allows 65,536.
    private const int MaxGroups = 4096;

    /// <summary>The effective user id: the owner of every file this process makes. 0 is root.</summary>
    public static uint EffectiveUserId => Libc.geteuid();

    /// <summary>The groups this process acts in: its effective one, and those that its user belonged to when it logged in.</summary>
    public static IReadOnlySet<uint> ListGroupIds()
    {
        Span<uint> groups = stackalloc uint[MaxGroups];
        fixed (uint* first = groups)
        {
            int count = Libc.getgroups(MaxGroups, first);
            if (count < 0) throw new PosixException("getgroups", "", Marshal.GetLastPInvokeError());
            return new HashSet<uint>([Libc.getegid(), .. groups[..count]]);
        }
    }

    /// <summary>The id of a group by its name, or null when the machine has no such group.</summary>
    public static uint? FindGroup(string name)
    {
        // getgrnam(3) also asks NSS; reading /etc/group would miss groups that a directory service provides.
        Libc.group* entry = Libc.getgrnam(name);
        return entry == null ? null : entry->gr_gid;
    }

    /// <summary>The name of a user, or its number when the machine does not know it.</summary>
    public static string UserName(uint userId)
    {
        Libc.passwd* entry = Libc.getpwuid(userId);
        return entry == null ? userId.ToString(System.Globalization.CultureInfo.InvariantCulture) : Marshal.PtrToStringUTF8((nint)entry->pw_name)!;
    }
}
