using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>The user this process acts as, and the groups of the machine.</summary>
public static class Accounts
{
    /// <summary>The effective user id: the owner of every file this process makes. 0 is root.</summary>
    public static uint EffectiveUserId => Libc.geteuid();

    /// <summary>The groups this process acts in: its effective one, and those that its user belonged to when it logged in.</summary>
    public static unsafe IReadOnlySet<uint> ListGroupIds()
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
        nint entry = Libc.getgrnam(name);
        return entry == 0 ? null : (uint)Marshal.ReadInt32(entry, GroupIdOffset);
    }

    /// <summary>The name of a user, or its number when the machine does not know it.</summary>
    public static string UserName(uint userId)
    {
        nint entry = Libc.getpwuid(userId);
        nint name = entry == 0 ? 0 : Marshal.ReadIntPtr(entry);
        return name == 0 ? userId.ToString(System.Globalization.CultureInfo.InvariantCulture) : Marshal.PtrToStringUTF8(name)!;
    }

    // More than anyone has; beyond it getgroups(2) says EINVAL. The kernel allows 65,536.
    private const int MaxGroups = 4096;

    // struct group { char *gr_name; char *gr_passwd; gid_t gr_gid; ... } of grp.h, 64-bit.
    internal const int GroupIdOffset = 16;
}
