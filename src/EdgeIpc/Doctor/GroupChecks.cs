using EdgeIpc.Settings;

namespace EdgeIpc.Doctor;

/// <summary>The group that shares a station, and the groups that devices belong to.</summary>
internal static class GroupChecks
{
    private const string StationGroup = "edgeipc";

    public static IEnumerable<Finding> Examine(Machine machine, StationSettings settings)
    {
        yield return Station(machine);
        foreach (string pattern in (string[])["spidev*", "i2c-*"])
        {
            if (machine.List("dev", pattern) is [var device, ..]) yield return Device(machine, device);
        }
    }

    /// <summary>Whether this user may use a device, and the group to join when not.</summary>
    public static Finding Device(Machine machine, string relative)
    {
        string path = "/" + relative;
        if (Posix.FileOwnership.TryOf(machine.Path(relative)) is not { } file) return Finding.Unknown("groups", $"Whose {path} is can't be asked.");
        if (machine.MayUse(file)) return Finding.Ok("groups", $"This user may use {path}.");
        var group = machine.Groups().FirstOrDefault(one => one.Id == file.GroupId);
        const UnixFileMode Usable = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        if (group is null || (file.Mode & Usable) != Usable) return Finding.Fail("groups", $"This user may not use {path}, nor may any group.", $"sudo chgrp dialout {path} && sudo chmod g+rw {path}   (for good: a udev rule)");
        return Finding.Fail("groups", $"This user may not use {path}; its group is {group.Name}.", Join(machine, group));
    }

    private static Finding Station(Machine machine)
    {
        var group = machine.Groups().FirstOrDefault(one => one.Name == StationGroup);
        if (group is null)
            return Finding.Warn("groups", $"There is no group '{StationGroup}': only the user who starts a station can use it.", $"sudo groupadd --system {StationGroup} && sudo usermod -aG {StationGroup} {machine.UserName}");
        if (machine.UserId == 0 || machine.GroupIds.Contains(group.Id)) return Finding.Ok("groups", $"This user may use a station of the group '{StationGroup}'.");
        return Finding.Warn("groups", $"This user is not in the group '{StationGroup}' and can't use the station that runs as a service.", Join(machine, group));
    }

    // Membership counts from the next login on, which is what people trip over.
    private static string Join(Machine machine, MachineGroup group) => group.Members.Contains(machine.UserName, StringComparer.Ordinal)
        ? $"log out and in again (the group {group.Name} was joined after this login)"
        : $"sudo usermod -aG {group.Name} {machine.UserName}   and log in again";
}
