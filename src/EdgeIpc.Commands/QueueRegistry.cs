using System.Globalization;
using EdgeIpc.Posix;

namespace EdgeIpc.Commands;

/// <summary>
/// The queues of one instance. POSIX queues have no directory that every system shows, so each name is recorded as a small
/// file before the queue is made: whatever a SIGKILL left can be found and removed.
/// </summary>
/// <param name="instanceId">Of the instance, at most 40 of a-z, 0-9 and '-'.</param>
/// <param name="recordsDirectory">Where the records lie; exists.</param>
/// <param name="sharing">Who may use the queues.</param>
public sealed class QueueRegistry(string instanceId, string recordsDirectory, FileSharing sharing)
{
    private const string ReplyRole = "reply";
    private const string ChatRole = "chat";
    private static int s_replyQueuesOfThisProcess;
    private readonly string _prefix = $"/edgeipc.{instanceId}.";

    /// <summary>The name of the queue that a role takes requests from.</summary>
    /// <param name="role">For example <c>controller</c>.</param>
    public string NameOf(string role) => _prefix + role;

    /// <summary>Every recorded queue, in the order of names.</summary>
    public IReadOnlyList<QueueStatus> List() =>
    [
        .. RecordedNames().Select(name =>
        {
            using var queue = PosixMessageQueue.Open(name);
            var attributes = queue?.GetAttributes();
            // Its receiver notes the mark when it comes; until then what waits now is the most that anybody knows of.
            int mark = Math.Max(QueueRecord.ReadHighWaterMark(RecordPath(name)), attributes?.WaitingMessages ?? 0);
            return new QueueStatus(name, RoleOf(name), attributes, queue?.GetOwnership(), mark);
        }),
    ];

    /// <summary>Removes every queue of the instance with its messages. Only when all its processes have ended.</summary>
    /// <returns>How many queues there were.</returns>
    public int CleanUp() => RecordedNames().Count(Remove);

    /// <summary>Removes the reply queues whose askers have ended without doing so, as far as they are this user's.</summary>
    /// <returns>How many.</returns>
    public int SweepDeadAskers()
    {
        int swept = 0;
        foreach (string name in RecordedNames())
        {
            if (TryReadAsker(name, out int processId, out long startTicks) && !ProcessControl.IsAlive(processId, startTicks) && TryRemove(name)) swept++;
        }

        return swept;
    }

    /// <summary>Whether a name that a message carries is one of this instance's reply queues: an answer is sent nowhere else.</summary>
    public bool IsReplyQueue(string name) => TryReadAsker(name, out _, out _);

    internal FileSharing Sharing => sharing;

    internal string ChatNameOf(string person) => $"{_prefix}{ChatRole}.{person}";

    /// <summary>A name that no other process and no other queue of this process has.</summary>
    internal string NextReplyName()
    {
        int processId = Environment.ProcessId;
        long startTicks = ProcessControl.StartTicks(processId) ?? throw new InvalidOperationException("/proc is not readable; it names this process for the sweeping of its queues.");
        return string.Create(CultureInfo.InvariantCulture, $"{_prefix}{ReplyRole}.{processId}.{startTicks}.{Interlocked.Increment(ref s_replyQueuesOfThisProcess)}");
    }

    internal string RecordPath(string name) => Path.Combine(recordsDirectory, name[1..]);

    /// <summary>Records the name, then makes the queue.</summary>
    internal PosixMessageQueue Create(string name, int maxMessages)
    {
        QueueRecord.Make(RecordPath(name), sharing);
        return PosixMessageQueue.Create(name, maxMessages, Frame.SizeBytesMax, sharing);
    }

    /// <summary>Opens the queue that is there, with its messages, or makes it. One with other limits (of another version) is replaced and its messages are moved.</summary>
    internal PosixMessageQueue OpenOrCreate(string name, int maxMessages)
    {
        var existing = PosixMessageQueue.Open(name);
        if (existing is null) return CreateOrJoin(name, maxMessages);
        var limits = existing.GetAttributes();
        if (limits.MaxMessages == maxMessages && limits.MaxMessageBytes == Frame.SizeBytesMax)
        {
            // After a reboot of the directory alone (a removed /dev/shm) the record may be missing.
            QueueRecord.Make(RecordPath(name), sharing);
            return existing;
        }

        using (existing)
        {
            PosixMessageQueue.Unlink(name);
            var replacement = Create(name, maxMessages);
            Move(existing, replacement, limits.MaxMessageBytes);
            return replacement;
        }
    }

    /// <summary>Unlinks the queue, then forgets its name.</summary>
    /// <returns>Whether there was such a queue.</returns>
    internal bool Remove(string name)
    {
        bool existed = PosixMessageQueue.Unlink(name);
        try
        {
            File.Delete(RecordPath(name));
        }
        catch (DirectoryNotFoundException)
        {
            // The station ended meanwhile and took its records along.
        }

        return existed;
    }

    // Two may make it at the same moment (two people chatting): whoever is second joins.
    private PosixMessageQueue CreateOrJoin(string name, int maxMessages)
    {
        while (true)
        {
            try
            {
                return Create(name, maxMessages);
            }
            catch (PosixException e) when (e.Errno == Errno.EEXIST)
            {
                if (PosixMessageQueue.Open(name) is { } joined) return joined;
            }
        }
    }

    private static void Move(PosixMessageQueue from, PosixMessageQueue to, int maxMessageBytes)
    {
        byte[] message = new byte[maxMessageBytes];
        while (from.TryReceive(message, out int length, out int priority)) to.TrySend(message.AsSpan(0, length), Math.Min(priority, PosixMessageQueue.MaxPriority));
    }

    private bool TryRemove(string name)
    {
        try
        {
            return Remove(name);
        }
        catch (Exception e) when (e is PosixException { Errno: Errno.EACCES or Errno.EPERM } or UnauthorizedAccessException)
        {
            // Another user's; that user's next sender sweeps it.
            return false;
        }
    }

    private List<string> RecordedNames() =>
    [
        .. Directory.EnumerateFiles(recordsDirectory).Select(path => "/" + Path.GetFileName(path))
            .Where(name => name.StartsWith(_prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private string RoleOf(string name) => name[_prefix.Length..];

    private bool TryReadAsker(string name, out int processId, out long startTicks)
    {
        (processId, startTicks) = (0, 0);
        if (!name.StartsWith(_prefix, StringComparison.Ordinal)) return false;
        string[] parts = RoleOf(name).Split('.');
        return parts is [ReplyRole, _, _, _]
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out processId) && processId > 0
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out startTicks)
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }
}

/// <summary>A queue at this moment.</summary>
/// <param name="Name">As the kernel knows it.</param>
/// <param name="Role">Whose it is: a role, <c>reply.PID...</c> or <c>chat.NAME</c>.</param>
/// <param name="Attributes">Limits and depth; null when it is recorded but gone (RemoveIPC of systemd-logind takes a user's queues away at logout).</param>
/// <param name="Ownership">Owner and mode; null when gone.</param>
/// <param name="HighWaterMark">Most messages that its receiver ever found waiting, or that wait now.</param>
public sealed record QueueStatus(string Name, string Role, QueueAttributes? Attributes, FileOwnership? Ownership, int HighWaterMark);
