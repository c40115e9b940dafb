using System.Globalization;
using System.Runtime.InteropServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Doctor;

/// <summary>A group of the machine and those whom /etc/group lists in it.</summary>
internal sealed record MachineGroup(string Name, uint Id, IReadOnlyList<string> Members);

/// <summary>
/// The machine as the checks see it: its files under a root, and what no file tells. Tests put a directory of their own in
/// the place of the root, and any user in the place of this one.
/// </summary>
internal sealed record Machine
{
    public string Root { get; init; } = "/";

    public uint UserId { get; init; } = Accounts.EffectiveUserId;

    public string UserName { get; init; } = Accounts.UserName(Accounts.EffectiveUserId);

    /// <summary>The groups that this process acts in; those of /etc/group count from the next login on.</summary>
    public IReadOnlySet<uint> GroupIds { get; init; } = Accounts.ListGroupIds();

    public Architecture Architecture { get; init; } = RuntimeInformation.OSArchitecture;

    public DateTimeOffset Now { get; init; } = TimeProvider.System.GetUtcNow();

    public bool? IsClockSynchronized { get; init; } = SystemClock.IsSynchronized;

    /// <summary>Bytes that all message queues of this user may take (RLIMIT_MSGQUEUE).</summary>
    public ulong MessageQueueBytes { get; init; } = ResourceLimits.Get(ResourceLimit.MessageQueueBytes).Soft;

    /// <summary>Where the instance that is asked about keeps what must survive a restart; a full path.</summary>
    public required string StateDirectory { get; init; }

    public IReadOnlyList<GpioChip> GpioChips { get; init; } = Posix.GpioChips.List();

    /// <summary>Bytes that this user may still write where a path is; null where that can't be asked.</summary>
    public Func<string, long?> FreeBytes { get; init; } = AskFreeBytes;

    public string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public bool Exists(string relative) => System.IO.Path.Exists(Path(relative));

    /// <summary>A file's text, or null when it is not there or may not be read.</summary>
    public string? Read(string relative)
    {
        try
        {
            return File.ReadAllText(Path(relative)).Trim('\0', '\n', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A file that holds one number, or null.</summary>
    public long? ReadNumber(string relative) =>
        long.TryParse(Read(relative), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The paths in a directory whose names match, relative to the root, in order.</summary>
    public IReadOnlyList<string> List(string relative, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(Path(relative), pattern).Order(StringComparer.Ordinal).Select(path => System.IO.Path.GetRelativePath(Root, path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public IEnumerable<MachineGroup> Groups() =>
        from line in (Read("etc/group") ?? "").Split('\n')
        let fields = line.Split(':')
        where fields.Length == 4 && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        select new MachineGroup(fields[0], uint.Parse(fields[2], CultureInfo.InvariantCulture), fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether this user may read and write what a path names, by its owner, group and mode.</summary>
    public bool MayUse(FileOwnership file)
    {
        if (UserId == 0) return true;
        var needed = file.UserId == UserId ? UnixFileMode.UserRead | UnixFileMode.UserWrite
            : GroupIds.Contains(file.GroupId) ? UnixFileMode.GroupRead | UnixFileMode.GroupWrite
            : UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return (file.Mode & needed) == needed;
    }

    private static long? AskFreeBytes(string path)
    {
        try
        {
            return new DriveInfo(path).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
