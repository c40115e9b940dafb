using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using EdgeIpc.Doctor;
using EdgeIpc.Posix;

namespace EdgeIpc.Tests;

/// <summary>Every finding is provoked on a machine of files, and gone on the healthy one.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string RealHardware = """{ "printer": { "device": "/dev/serial0" }, "panel": { "kind": "gpio", "chipLabel": "pinctrl-rp1" } }""";
    private readonly FakeMachine _pi = new();

    public void Dispose() => _pi.Dispose();

    [Fact]
    public void A_healthy_Pi_with_real_hardware_has_nothing_to_repair() =>
        Assert.DoesNotContain(_pi.Examine(RealHardware), finding => finding.Level != FindingLevel.Ok);

    [Theory]
    [InlineData("proc/sys/fs/mqueue/msg_max", "9", "The kernel allows 9 messages", "fs.mqueue.msg_max = 10")]
    [InlineData("proc/sys/fs/mqueue/msgsize_max", "512", "The kernel allows 512 bytes", "fs.mqueue.msgsize_max = 1024")]
    [InlineData("proc/sys/fs/mqueue/queues_max", "4", "The kernel allows 4 queues", "fs.mqueue.queues_max = 12")]
    [InlineData("proc/mounts", "proc /proc proc rw 0 0", "/dev/shm is not mounted", "mount -t tmpfs")]
    [InlineData("proc/mounts", "tmpfs /dev/shm tmpfs ro 0 0", "read-only", "remount,rw")]
    [InlineData("proc/cmdline", "console=ttyAMA0,115200 console=tty1", "kernel writes its messages to ttyAMA0", "do_serial_cons 1")]
    [InlineData("run/systemd/generator/getty.target.wants/serial-getty@ttyAMA0.service", "", "login prompt waits on ttyAMA0", "mask --now serial-getty@ttyAMA0.service")]
    [InlineData("etc/systemd/system/getty.target.wants/serial-getty@ttyAMA0.service", "", "login prompt waits on ttyAMA0", "mask --now serial-getty@ttyAMA0.service")]
    public void What_stops_a_station_is_a_failure_with_its_repair(string file, string text, string sentence, string repair)
    {
        _pi.Write(file, text);
        Has(FindingLevel.Fail, sentence, repair, _pi.Examine(RealHardware));
    }

    [Theory]
    [InlineData("proc/sys/fs/protected_regular", "0", "fs.protected_regular is 0", "fs.protected_regular = 2")]
    [InlineData("proc/mounts", "/dev/sda /dev/shm ext4 rw 0 0", "is ext4 and not memory", "mount -t tmpfs")]
    [InlineData("etc/group", "root:x:0:\n", "no group 'edgeipc'", "groupadd --system edgeipc")]
    public void What_is_only_unwise_is_a_warning_with_its_repair(string file, string text, string sentence, string repair)
    {
        _pi.Write(file, text);
        Has(FindingLevel.Warn, sentence, repair, _pi.Examine());
    }

    [Theory]
    [InlineData("proc/sys/fs/mqueue/msg_max", "msg_max can't be read")]
    [InlineData("proc/sys/fs/protected_regular", "protected_regular can't be read")]
    public void What_can_not_be_seen_is_said_to_be_unknown(string file, string sentence)
    {
        _pi.Remove(file);
        Has(FindingLevel.Unknown, sentence, null, _pi.Examine());
    }

    [Fact]
    public void A_login_that_somebody_masked_is_no_finding()
    {
        _pi.Write("run/systemd/generator/getty.target.wants/serial-getty@ttyAMA0.service", "");
        Directory.CreateDirectory(_pi.At("etc/systemd/system"));
        File.CreateSymbolicLink(_pi.At("etc/systemd/system/serial-getty@ttyAMA0.service"), "/dev/null");
        Assert.DoesNotContain(_pi.Examine(RealHardware), finding => finding.Level == FindingLevel.Fail);
    }

    [Fact]
    public void A_serial_device_that_is_missing_names_those_that_are_there()
    {
        var findings = _pi.Examine("""{ "printer": { "device": "/dev/ttyUSB7" } }""");
        Has(FindingLevel.Fail, "/dev/ttyUSB7 is not there; serial devices here: /dev/serial0, /dev/ttyAMA0", "do_serial_hw 0", findings);
    }

    [Theory]
    [InlineData("ttyS0", "mini UART", "disable-bt")]
    [InlineData("ttyAMA10", "debug connector", "dtparam=uart0=on")]
    public void A_port_that_a_Pi_gives_to_somebody_else_is_named(string port, string sentence, string repair)
    {
        File.Move(_pi.At("dev/ttyAMA0"), _pi.At($"dev/{port}"));
        _pi.Remove("dev/serial0");
        File.CreateSymbolicLink(_pi.At("dev/serial0"), port);
        Has(FindingLevel.Warn, sentence, repair, _pi.Examine(RealHardware));
    }

    [Fact]
    public void A_device_of_a_foreign_group_names_the_group_to_join()
    {
        _pi.Machine = _pi.Machine with { GroupIds = new HashSet<uint> { 99991 } };
        Has(FindingLevel.Fail, "its group is dialout", "sudo usermod -aG dialout alice", _pi.Examine(RealHardware));
    }

    [Fact]
    public void A_group_joined_after_the_login_needs_a_new_login()
    {
        _pi.Write("etc/group", "edgeipc:x:99992:bob,alice\n");
        Has(FindingLevel.Warn, "not in the group 'edgeipc'", "log out and in again", _pi.Examine());
    }

    [Fact]
    public void A_bus_that_may_not_be_used_is_found()
    {
        _pi.Write("dev/spidev0.0", "");
        _pi.Mode("dev/spidev0.0", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Has(FindingLevel.Fail, "may not use /dev/spidev0.0", "chmod g+rw", _pi.Examine());
    }

    [Fact]
    public void A_chip_that_is_not_there_names_those_that_are()
    {
        var findings = _pi.Examine("""{ "panel": { "kind": "gpio", "chipLabel": "pinctrl-bcm2711" } }""");
        Has(FindingLevel.Fail, "no GPIO chip labelled 'pinctrl-bcm2711'; GPIO chips here: pinctrl-rp1", "panel.chipLabel", findings);
    }

    [Fact]
    public void A_Pi_without_libgpiod_is_told_what_to_install()
    {
        _pi.Remove("usr/lib/aarch64-linux-gnu/libgpiod.so.3");
        Has(FindingLevel.Fail, "libgpiod is not installed", "apt install libgpiod3", _pi.Examine(RealHardware));
        _pi.Write("usr/lib/aarch64-linux-gnu/libgpiod.so.2", "");
        Has(FindingLevel.Ok, "libgpiod 1", null, _pi.Examine(RealHardware));
    }

    [Theory]
    [InlineData("etc/systemd/logind.conf", "[Login]\n#RemoveIPC=yes\n", "Warn")]
    [InlineData("etc/systemd/logind.conf", "[Login]\nRemoveIPC=no\n", "Ok")]
    [InlineData("etc/systemd/logind.conf.d/60-ipc.conf", "[Login]\nRemoveIPC = No\n", "Ok")]
    [InlineData("usr/lib/systemd/logind.conf.d/99-ipc.conf", "[Login]\nRemoveIPC=yes\n", "Warn")]
    public void A_login_manager_that_removes_queues_is_found_out(string file, string text, string expected)
    {
        _pi.Remove("var/lib/systemd/linger/alice");
        _pi.Write(file, text);
        Assert.Equal(expected, Assert.Single(_pi.Examine(), finding => finding.Check == "logind").Level.ToString());
    }

    [Fact]
    public void The_facts_that_no_file_tells_are_judged_too()
    {
        _pi.Machine = _pi.Machine with
        {
            Architecture = Architecture.Arm,
            Now = new DateTimeOffset(1970, 1, 1, 0, 0, 9, TimeSpan.Zero),
            IsClockSynchronized = false,
            MessageQueueBytes = 1000,
            FreeBytes = _ => 1 << 20,
        };
        var findings = _pi.Examine();
        Has(FindingLevel.Fail, "needs 64-bit Linux", "64-bit Raspberry Pi OS", findings);
        Has(FindingLevel.Fail, "1970-01-01: it was never set", "timedatectl", findings);
        Has(FindingLevel.Warn, "No time service", "set-ntp true", findings);
        Has(FindingLevel.Fail, "may take 1000 bytes", "ulimit -q", findings);
        Has(FindingLevel.Fail, "/dev/shm has 1 MiB free", "remount,size=", findings);
        Has(FindingLevel.Fail, "no job can be accepted", "make room", findings);
    }

    [Fact]
    public void A_spool_that_everybody_may_read_is_found()
    {
        Directory.CreateDirectory(_pi.At("var/lib/edgeipc/spool"));
        _pi.Machine = _pi.Machine with { UserId = 0 };
        _pi.Mode("var/lib/edgeipc/spool", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead);
        Has(FindingLevel.Fail, "Everybody may look into the spool", "chmod o-rwx", _pi.Examine());
        _pi.Mode("var/lib/edgeipc/spool", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Has(FindingLevel.Ok, "closed to strangers", null, _pi.Examine());
    }

    [Fact]
    public void A_killed_station_is_found_by_its_free_locks_and_a_running_one_is_not()
    {
        string role = _pi.At("dev/shm/edgeipc-54321-lab/locks/supervisor");
        Directory.CreateDirectory(Path.GetDirectoryName(role)!);
        using (FileLock.TryAcquire(role, FileSharing.OwnerOnly)) Assert.DoesNotContain(_pi.Examine(), finding => finding.Check == "instances");
        Has(FindingLevel.Warn, "The station 'lab' was killed", "--instance lab", _pi.Examine());
    }

    [Fact]
    public void Settings_that_can_not_be_used_are_a_finding_and_the_rest_is_examined_all_the_same()
    {
        var findings = _pi.Examine("""{ "ring": { "secnds": 1 } }""");
        Has(FindingLevel.Fail, "'ring.secnds' is no setting", "settings default", findings);
        Assert.Contains(findings, finding => finding.Check == "gpio");
    }

    [Fact]
    public void The_verb_exits_with_69_exactly_when_something_fails()
    {
        _pi.Write("bad.json", "{");
        var bad = Edgeipc.Run("doctor", "--json", "--settings", _pi.At("bad.json"));
        Assert.Equal(69, bad.ExitCode);
        var entries = JsonNode.Parse(bad.Output)!["findings"]!.AsArray();
        Assert.Contains(entries, entry => (string)entry!["check"]! == "settings" && (string)entry["level"]! == "fail" && entry["repair"] is not null);

        var text = Edgeipc.Run("doctor");
        Assert.Equal(text.Output.Contains("\nfail ", StringComparison.Ordinal) ? 69 : 0, text.ExitCode);
        Assert.Contains("A queue can be made.", text.Output, StringComparison.Ordinal);
    }

    private static void Has(FindingLevel level, string sentence, string? repair, IReadOnlyList<Finding> findings) => Assert.Contains(findings, finding =>
        finding.Level == level
        && finding.Sentence.Contains(sentence, StringComparison.Ordinal)
        && (repair is null ? finding.Repair is null : finding.Repair?.Contains(repair, StringComparison.Ordinal) == true));
}
