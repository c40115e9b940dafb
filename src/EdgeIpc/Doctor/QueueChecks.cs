using EdgeIpc.Commands;
using EdgeIpc.Posix;
using EdgeIpc.Settings;

namespace EdgeIpc.Doctor;

/// <summary>Kernel message queues: what the kernel allows, and what this user is allowed.</summary>
internal static class QueueChecks
{
    private const string Check = "queues";
    private const int MessagesNeeded = QueueLimits.RequestMessages;
    private const int MessageBytesNeeded = Frame.SizeBytesMax;

    // Four roles, two people who chat, and a few who ask at the same time; the kernel counts about 11 kB for a full-sized one.
    private const int QueuesNeeded = 12;
    private const ulong QueueBytesNeeded = QueuesNeeded * 11_300;

    public static IEnumerable<Finding> Examine(Machine machine, StationSettings settings)
    {
        yield return Limit(machine, "msg_max", MessagesNeeded, "messages in a queue");
        yield return Limit(machine, "msgsize_max", MessageBytesNeeded, "bytes in a message");
        yield return Limit(machine, "queues_max", QueuesNeeded, "queues on the machine");
        yield return machine.MessageQueueBytes >= QueueBytesNeeded
            ? Finding.Ok(Check, $"All queues of a user may take {BytesText(machine.MessageQueueBytes)}.")
            : Finding.Fail(Check, $"All queues of a user may take {BytesText(machine.MessageQueueBytes)}; a station needs {QueueBytesNeeded} bytes (RLIMIT_MSGQUEUE).", "ulimit -q 819200   (for a service: LimitMSGQUEUE=819200)");
    }

    /// <summary>Makes a queue and removes it again: limits that can't be read can still be met.</summary>
    public static IEnumerable<Finding> TryOne(Machine machine, StationSettings settings)
    {
        string name = $"/edgeipc-doctor.{Environment.ProcessId}";
        Finding finding;
        try
        {
            using var queue = PosixMessageQueue.Create(name, MessagesNeeded, MessageBytesNeeded, FileSharing.OwnerOnly);
            PosixMessageQueue.Unlink(name);
            finding = Finding.Ok(Check, "A queue can be made.");
        }
        catch (PosixException e)
        {
            finding = Finding.Fail(Check, $"No queue can be made: {e.Message}.", e.Errno switch
            {
                Errno.EMFILE or Errno.ENOSPC => "edgeipc queues   (other queues take all there is; remove those in /dev/mqueue that nobody uses)",
                Errno.ENOSYS => "use a kernel with CONFIG_POSIX_MQUEUE=y",
                _ => "sudo sysctl -w fs.mqueue.msg_max=10 fs.mqueue.msgsize_max=8192",
            });
        }

        yield return finding;
    }

    private static Finding Limit(Machine machine, string name, long needed, string what) => machine.ReadNumber($"proc/sys/fs/mqueue/{name}") switch
    {
        null => Finding.Unknown(Check, $"/proc/sys/fs/mqueue/{name} can't be read, so the limit of {what} is not known."),
        { } allowed when allowed < needed => Finding.Fail(Check, $"The kernel allows {allowed} {what}; a station needs {needed}.", $"echo 'fs.mqueue.{name} = {needed}' | sudo tee -a /etc/sysctl.d/60-edgeipc.conf && sudo sysctl --system"),
        { } allowed => Finding.Ok(Check, $"The kernel allows {allowed} {what}."),
    };

    private static string BytesText(ulong bytes) => bytes == ulong.MaxValue ? "any number of bytes" : $"{bytes} bytes";
}
