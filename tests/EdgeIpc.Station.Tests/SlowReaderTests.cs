using EdgeIpc.Page;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Tests;

/// <summary>The reader of the page's lesson: as slow as is wished, and told its loss exactly.</summary>
public sealed class SlowReaderTests : IDisposable
{
    private const int Slots = 64;
    private readonly string _path = $"/dev/shm/edgeipc-test-slow-{Environment.ProcessId}-{Guid.NewGuid():N}.ring";
    private readonly RingWriter<Sample> _writer;

    public SlowReaderTests() => _writer = RingWriter<Sample>.Open(_path, new RingOptions { SlotCount = Slots, Channels = [new RingChannel("x", "g")] }, FileSharing.OwnerOnly);

    public void Dispose()
    {
        _writer.Dispose();
        foreach (string file in Directory.EnumerateFiles("/dev/shm", Path.GetFileName(_path) + "*")) File.Delete(file);
    }

    [Fact]
    public void At_full_pace_it_keeps_up_and_at_half_pace_it_falls_behind_by_half()
    {
        using var reader = new SlowReader(_path);
        Assert.True(reader.Set(1));
        Publish(20);
        reader.Read();
        Assert.Equal((20L, 0L, 0L), (reader.View!.Read, reader.View.Lost, reader.View.Lag));
        reader.Set(0.5);
        Publish(20);
        reader.Read();
        Assert.Equal((30L, 0L, 10L), (reader.View!.Read, reader.View.Lost, reader.View.Lag));
    }

    [Fact]
    public void One_that_stood_still_for_more_than_a_lap_knows_its_loss_to_the_last_sample()
    {
        using var reader = new SlowReader(_path);
        reader.Set(1);
        Publish(10);
        reader.Read();
        reader.Set(0);
        Publish(3 * Slots);
        reader.Read();
        Assert.Equal((10L, 0L, 3L * Slots), (reader.View!.Read, reader.View.Lost, reader.View.Lag));
        reader.Set(1);
        reader.Read();
        var view = reader.View!;
        Assert.Equal(0, view.Lag);
        Assert.InRange(view.Lost, 2 * Slots, 3 * Slots);
        Assert.Equal(view.Published - view.JoinedAt, view.Read + view.Lost + view.Lag);
    }

    [Fact]
    public void It_leaves_when_it_is_told_to_and_can_not_join_what_is_not_there()
    {
        using var reader = new SlowReader(_path);
        reader.Set(1);
        reader.Set(null);
        Assert.Null(reader.View);
        using var lost = new SlowReader(_path + ".none");
        Assert.False(lost.Set(1));
    }

    private void Publish(int count)
    {
        for (int i = 0; i < count; i++) _writer.Publish(new Sample { Sequence = (ulong)_writer.Published });
    }
}
