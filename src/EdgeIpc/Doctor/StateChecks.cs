using EdgeIpc.Posix;
using EdgeIpc.Settings;

namespace EdgeIpc.Doctor;

/// <summary>Where jobs are kept on disk, and what killed stations left in memory.</summary>
internal static class StateChecks
{
    private const long LeastFreeBytes = 16 << 20;
    private const long OtherStateBytes = 64 << 20;
    private const UnixFileMode Everybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static IEnumerable<Finding> Examine(Machine machine, StationSettings settings)
    {
        yield return Disk(machine, settings);
        if (Spool(machine) is { } spool) yield return spool;
        foreach (var stale in Leftovers(machine)) yield return stale;
    }

    private static Finding Disk(Machine machine, StationSettings settings)
    {
        const string Check = "disk";
        string place = NearestExisting(machine.StateDirectory);
        if (FileOwnership.TryOf(place) is { } owner && !machine.MayUse(owner))
            return Finding.Fail(Check, $"This user may not write to {place}, where {machine.StateDirectory} is to be.", $"sudo install -d -o {machine.UserName} {machine.StateDirectory}");
        long wishedBytes = ((long)settings.Spool.SpoolMegabytes << 20) + OtherStateBytes;
        return machine.FreeBytes(place) switch
        {
            null => Finding.Unknown(Check, $"How much room {place} has can't be asked."),
            { } free when free < LeastFreeBytes => Finding.Fail(Check, $"{place} has {free >> 20} MiB free: no job can be accepted.", "make room (sudo apt clean; sudo journalctl --vacuum-size=50M), or set XDG_STATE_HOME to a larger disk"),
            { } free when free < wishedBytes => Finding.Warn(Check, $"{place} has {free >> 20} MiB free; a full spool of these settings takes {wishedBytes >> 20} MiB.", "make room, or set a smaller spool.spoolMegabytes"),
            { } free => Finding.Ok(Check, $"{place} has {free >> 20} MiB free."),
        };
    }

    private static Finding? Spool(Machine machine)
    {
        const string Check = "spool";
        string directory = Path.Combine(machine.StateDirectory, "spool");
        // Made at the first job; until then there is nothing to be wrong.
        if (!Directory.Exists(directory) || FileOwnership.TryOf(directory) is not { } owner) return null;
        if (!machine.MayUse(owner)) return Finding.Fail(Check, $"This user may not use the spool {directory}.", $"sudo usermod -aG edgeipc {machine.UserName}   and log in again");
        return (owner.Mode & Everybody) == UnixFileMode.None
            ? Finding.Ok(Check, $"The spool {directory} is closed to strangers.")
            : Finding.Fail(Check, $"Everybody may look into the spool {directory}, or change it.", $"sudo chmod o-rwx {directory}");
    }

    private static IEnumerable<Finding> Leftovers(Machine machine) =>
        from relative in machine.List("dev/shm", $"edgeipc-{machine.UserId}-*")
        where Directory.Exists(machine.Path(relative)) && !machine.List($"{relative}/locks", "*").Any(file => FileLock.IsHeld(machine.Path(file)))
        let name = Path.GetFileName(relative)[$"edgeipc-{machine.UserId}-".Length..]
        select Finding.Warn("instances", $"The station '{name}' was killed and left its memory and queues behind.", $"edgeipc demo --instance {name} --for 1s   (any new start under that name removes them first)");

    private static string NearestExisting(string path) => Directory.Exists(path) ? path : NearestExisting(Path.GetDirectoryName(path) ?? "/");
}
