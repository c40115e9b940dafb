using System.Globalization;
using System.Runtime.InteropServices;
using EdgeIpc.Settings;

namespace EdgeIpc.Doctor;

/// <summary>The system around the station: processor, clock, and a login manager that tidies up too much.</summary>
internal static class SystemChecks
{
    // The year this program was written; a Pi without a clock wakes up in the past.
    private const int EarliestYear = 2026;
    private const uint FirstPersonUserId = 1000;

    public static IEnumerable<Finding> Examine(Machine machine, StationSettings settings)
    {
        string kernel = machine.Read("proc/sys/kernel/osrelease") ?? "of unknown release";
        yield return machine.Architecture is Architecture.X64 or Architecture.Arm64
            ? Finding.Ok("system", $"Linux {kernel} on {machine.Architecture}.")
            : Finding.Fail("system", $"This is {machine.Architecture}; a station needs 64-bit Linux.", "install the 64-bit Raspberry Pi OS");
        yield return Clock(machine);
        yield return Synchronized(machine);
        yield return RemoveIpc(machine);
    }

    private static Finding Clock(Machine machine) => machine.Now.Year >= EarliestYear
        ? Finding.Ok("clock", string.Create(CultureInfo.InvariantCulture, $"The clock says {machine.Now:yyyy-MM-dd HH:mm} UTC."))
        : Finding.Fail("clock", string.Create(CultureInfo.InvariantCulture, $"The clock says {machine.Now:yyyy-MM-dd}: it was never set."), "sudo timedatectl set-ntp true   (without network: sudo timedatectl set-time 'YYYY-MM-DD hh:mm')");

    private static Finding Synchronized(Machine machine) => machine.IsClockSynchronized switch
    {
        true => Finding.Ok("clock", "A time service keeps the clock right."),
        false => Finding.Warn("clock", "No time service keeps the clock right: times on paper may be wrong, the order of samples is not.", "sudo timedatectl set-ntp true"),
        null => Finding.Unknown("clock", "Whether a time service keeps the clock right can't be asked here."),
    };

    // systemd removes a person's queues and shared memory when the last login ends, unless it is told not to.
    private static Finding RemoveIpc(Machine machine)
    {
        const string Check = "logind";
        if (machine.UserId < FirstPersonUserId) return Finding.Ok(Check, "Queues of root and of services stay when logins end.");
        if (!machine.Exists("run/systemd/system")) return Finding.Ok(Check, "systemd does not run here, so nothing removes queues when a login ends.");
        if (machine.Exists($"var/lib/systemd/linger/{machine.UserName}")) return Finding.Ok(Check, "This user lingers: queues stay when the last login ends.");
        return Setting(machine) is "no" or "false" or "0" or "off"
            ? Finding.Ok(Check, "RemoveIPC=no: queues stay when the last login ends.")
            : Finding.Warn(Check, "When this user's last login ends, systemd removes the station's queues (RemoveIPC).", $"sudo loginctl enable-linger {machine.UserName}   (or run the station as a service)");
    }

    // Drop-ins come after the main file, by their names, wherever they lie; the last word counts.
    private static string? Setting(Machine machine)
    {
        var dropIns = ((string[])["usr/lib/systemd/logind.conf.d", "etc/systemd/logind.conf.d"])
            .SelectMany(folder => machine.List(folder, "*.conf"))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal);
        return dropIns.Prepend("etc/systemd/logind.conf")
            .SelectMany(file => (machine.Read(file) ?? "").Split('\n'))
            .Select(line => line.Trim().Split('=', 2))
            .LastOrDefault(pair => pair.Length == 2 && pair[0].Trim() == "RemoveIPC")?[1].Trim().ToLowerInvariant();
    }
}
