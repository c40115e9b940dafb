using EdgeIpc.Doctor;
using EdgeIpc.Posix;

namespace EdgeIpc.Tests;

/// <summary>A healthy Raspberry Pi in a directory, for a test to break.</summary>
internal sealed class FakeMachine : IDisposable
{
    private const UnixFileMode Everything = UnixFileMode.StickyBit
        | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public FakeMachine()
    {
        Root = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;
        Write("proc/sys/kernel/osrelease", "6.12.25+rpt-rpi-2712\n");
        Write("proc/sys/fs/mqueue/msg_max", "10\n");
        Write("proc/sys/fs/mqueue/msgsize_max", "8192\n");
        Write("proc/sys/fs/mqueue/queues_max", "256\n");
        Write("proc/sys/fs/protected_regular", "2\n");
        Write("proc/mounts", "proc /proc proc rw 0 0\ntmpfs /dev/shm tmpfs rw,nosuid,nodev 0 0\n");
        Write("proc/cmdline", "console=tty1 root=PARTUUID=0 rootwait\n");
        Write("proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0");
        Write("dev/ttyAMA0", "");
        File.CreateSymbolicLink(At("dev/serial0"), "ttyAMA0");
        Write("usr/lib/aarch64-linux-gnu/libgpiod.so.3", "");
        Directory.CreateDirectory(At("run/systemd/system"));
        Directory.CreateDirectory(At("dev/shm"), Everything);
        // The umask takes bits away from a new directory.
        File.SetUnixFileMode(At("dev/shm"), Everything);
        Directory.CreateDirectory(At("var/lib/edgeipc"));
        uint group = FileOwnership.TryOf(At("dev/ttyAMA0"))!.Value.GroupId;
        Write("etc/group", $"root:x:99990:\ndialout:x:{group}:\nedgeipc:x:99991:\n");
        Mode("dev/ttyAMA0", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        Machine = new Machine
        {
            Root = Root,
            UserId = 54321,
            UserName = "alice",
            GroupIds = new HashSet<uint> { group, 99991 },
            StateDirectory = At("var/lib/edgeipc"),
            Architecture = System.Runtime.InteropServices.Architecture.Arm64,
            Now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero),
            IsClockSynchronized = true,
            MessageQueueBytes = 819_200,
            GpioChips = [new GpioChip(0, "/dev/gpiochip0", "pinctrl-rp1", 54)],
            FreeBytes = _ => 8L << 30,
        };
        Mode("var/lib/edgeipc", Everything);
        Write("var/lib/systemd/linger/alice", "");
    }

    public string Root { get; }

    public Machine Machine { get; set; }

    public string At(string relative) => Path.Combine(Root, relative);

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(relative))!);
        File.WriteAllText(At(relative), text);
    }

    public void Mode(string relative, UnixFileMode mode) => File.SetUnixFileMode(At(relative), mode);

    public void Remove(string relative) => File.Delete(At(relative));

    /// <summary>What the doctor finds with these settings.</summary>
    public IReadOnlyList<Finding> Examine(string settings = "{}")
    {
        Write("settings.json", settings);
        return DoctorVerb.Examine(Machine, At("settings.json"));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
