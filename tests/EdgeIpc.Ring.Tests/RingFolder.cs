using EdgeIpc.Posix;

namespace EdgeIpc.Ring.Tests;

/// <summary>A directory in memory for one test's rings, gone with the test.</summary>
public sealed class RingFolder : IDisposable
{
    private readonly string _path = Path.Combine("/dev/shm", $"edgeipc-test-{Environment.ProcessId}-{Guid.NewGuid():N}");

    public RingFolder() => Directory.CreateDirectory(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    public string Ring => Path.Combine(_path, "samples.ring");

    public string this[string name] => Path.Combine(_path, name);

    public RingWriter<Sample> OpenWriter(int slotCount = 64, int claimBlockSlots = 1, params RingChannel[] channels) =>
        RingWriter<Sample>.Open(Ring, new RingOptions { SlotCount = slotCount, ClaimBlockSlots = claimBlockSlots, Channels = channels }, FileSharing.OwnerOnly);

    public RingReader<Sample> OpenReader(RingStart start, bool mayWake = true) => RingReader<Sample>.Open(Ring, start, mayWake);

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>Publishes samples that carry their position in every field.</summary>
    public static void Publish(RingWriter<Sample> writer, int count, int batch = 1)
    {
        var samples = new Sample[batch];
        while (count > 0)
        {
            int piece = Math.Min(batch, count);
            for (int i = 0; i < piece; i++) samples[i] = Make(writer.Published + i);
            if (batch == 1) writer.Publish(samples[0]);
            else writer.Publish(samples.AsSpan(0, piece));
            count -= piece;
        }
    }

    public static Sample Make(long position)
    {
        var sample = new Sample { Sequence = (ulong)position, TakenAtNs = position * 1_000_000 };
        for (int channel = 0; channel < Sample.ChannelCapacity; channel++) sample.Values[channel] = position % 1000 + channel;
        return sample;
    }
}
