using System.Runtime.CompilerServices;
using EdgeIpc.Ring;
using EdgeIpc.Settings;

namespace EdgeIpc.Doctor;

/// <summary>/dev/shm, where the ring lives.</summary>
internal static class MemoryChecks
{
    private const string Check = "shared memory";

    // The ring is rounded up to a power of two; counters, paper and the rest fit into the same again.
    private const int SlackFactor = 2;
    private const long OtherFilesBytes = 16 << 20;

    public static IEnumerable<Finding> Examine(Machine machine, StationSettings settings)
    {
        string[]? mount = (machine.Read("proc/mounts") ?? "").Split('\n').Select(line => line.Split(' ')).LastOrDefault(fields => fields.Length >= 4 && fields[1] == "/dev/shm");
        if (mount is null)
        {
            yield return Finding.Fail(Check, "/dev/shm is not mounted.", "sudo mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs /dev/shm");
            yield break;
        }

        if (mount[2] != "tmpfs") yield return Finding.Warn(Check, $"/dev/shm is {mount[2]} and not memory: every sample is written to a disk.", "sudo mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs /dev/shm");
        if (mount[3].Split(',').Contains("ro", StringComparer.Ordinal)) yield return Finding.Fail(Check, "/dev/shm is mounted read-only.", "sudo mount -o remount,rw /dev/shm");
        yield return Room(machine, settings);
        yield return Modes(machine);
        yield return ProtectedRegular(machine);
    }

    private static Finding Room(Machine machine, StationSettings settings)
    {
        long neededBytes = (long)settings.Ring.Seconds * settings.Sensor.RateHz * Unsafe.SizeOf<Sample>() * SlackFactor + OtherFilesBytes;
        return machine.FreeBytes(machine.Path("dev/shm")) switch
        {
            null => Finding.Unknown(Check, "How much room /dev/shm has can't be asked."),
            { } free when free < neededBytes => Finding.Fail(Check, $"/dev/shm has {free >> 20} MiB free; the ring of these settings needs {neededBytes >> 20} MiB.", $"sudo mount -o remount,size={(neededBytes >> 19) + 64}M /dev/shm   (or a smaller ring.seconds)"),
            { } free => Finding.Ok(Check, $"/dev/shm has {free >> 20} MiB free; {neededBytes >> 20} MiB are needed."),
        };
    }

    private static Finding Modes(Machine machine)
    {
        if (Posix.FileOwnership.TryOf(machine.Path("dev/shm")) is not { } shm) return Finding.Unknown(Check, "The mode of /dev/shm can't be asked.");
        if (!machine.MayUse(shm)) return Finding.Fail(Check, "This user may not write to /dev/shm.", "sudo chmod 1777 /dev/shm");
        return shm.Mode.HasFlag(UnixFileMode.StickyBit) || !shm.Mode.HasFlag(UnixFileMode.OtherWrite)
            ? Finding.Ok(Check, "Nobody can remove another user's files from /dev/shm.")
            : Finding.Warn(Check, "Everybody may remove everybody's files from /dev/shm (it is not sticky).", "sudo chmod 1777 /dev/shm");
    }

    private static Finding ProtectedRegular(Machine machine) => machine.ReadNumber("proc/sys/fs/protected_regular") switch
    {
        null => Finding.Unknown(Check, "fs.protected_regular can't be read."),
        0 => Finding.Warn(Check, "fs.protected_regular is 0: another user could lay out a file under a name that a program is about to make.", "echo 'fs.protected_regular = 2' | sudo tee -a /etc/sysctl.d/60-edgeipc.conf && sudo sysctl --system"),
        { } value => Finding.Ok(Check, $"fs.protected_regular is {value}."),
    };
}
