using System.Globalization;
using EdgeIpc.Commands;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ledger;
using EdgeIpc.Posix;

namespace EdgeIpc.Lessons.Messages;

/// <summary>A queue of the kernel with its counter pages, as a station has them, in the lesson's folder: both ends open it.</summary>
internal sealed class LessonQueue
{
    /// <summary>Who receives.</summary>
    public const string Role = "controller";

    private const string Queues = "queues", Counters = "counters";
    private readonly string _folder;
    private readonly CounterPaths _counters;

    /// <param name="folder">The lesson's, which its first process has made.</param>
    public LessonQueue(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory($"{folder}/{Queues}");
        Directory.CreateDirectory($"{folder}/{Counters}");
        _counters = new CounterPaths($"{folder}/{Counters}");
        Registry = RegistryOf(folder);
    }

    public QueueRegistry Registry { get; }

    /// <summary>Messages that the kernel keeps now; 0 before there is a queue.</summary>
    public int Waiting => Registry.List().FirstOrDefault(queue => queue.Role == Role)?.Attributes?.WaitingMessages ?? 0;

    public SenderCounts Sent => SenderPage.TryRead(_counters.Senders(Role)) ?? default;

    public ReceiverCounts Taken => ReceiverPage.TryRead(_counters.Receiver(Role))?.Counts ?? default;

    /// <summary>What the lesson holds to at the end of every step: each message that was sent is somewhere.</summary>
    public bool Balances => Sent.Sent == Taken.Ended + Waiting && Taken.InHand == 0;

    public (CommandSender Sender, SenderPages Pages) OpenSender()
    {
        var pages = new SenderPages(_counters, FileSharing.OwnerOnly);
        return (new CommandSender(Registry, pages.CountsOf), pages);
    }

    /// <summary>The receiving end. What a predecessor had in hand when it died is settled first.</summary>
    public (CommandReceiver Receiver, ReceiverCountsPage Counts) OpenReceiver()
    {
        var page = ReceiverPage.TryOwn(_counters.Receiver(Role), FileSharing.OwnerOnly) ?? throw new RefusedException(ExitCode.Busy, "The lesson has a receiver already.");
        var counts = new ReceiverCountsPage(page);
        var receiver = CommandReceiver.Open(Registry, Role, counts);
        using var senders = SenderPage.Open(_counters.Senders(Role), FileSharing.OwnerOnly);
        page.Recover(senders, () => receiver.CountWaiting());
        return (receiver, counts);
    }

    /// <summary>Begins anew: no queue, no messages, nothing counted.</summary>
    public void Reset()
    {
        Registry.CleanUp();
        foreach (string page in Directory.EnumerateFiles($"{_folder}/{Counters}")) File.Delete(page);
    }

    /// <summary>Takes the queues of a lesson out of the kernel, where they would outlive it.</summary>
    public static void Remove(string folder)
    {
        if (Directory.Exists($"{folder}/{Queues}")) RegistryOf(folder).CleanUp();
    }

    private static QueueRegistry RegistryOf(string folder) =>
        new(string.Create(CultureInfo.InvariantCulture, $"lesson-{folder[(folder.LastIndexOf('.') + 1)..]}"), $"{folder}/{Queues}", FileSharing.OwnerOnly);
}
