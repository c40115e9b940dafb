using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.TestChild;

/// <summary>Writers and readers that run until they are ended, at any instruction.</summary>
public static class Stress
{
    private const int LargestBatch = 40;

    /// <summary>Publishes for ever: single samples, batches and slots filled in place, in floods and with random gaps.</summary>
    public static int Write(string path, int slotCount, int claimBlockSlots, int seed, ManualResetEventSlim stopping)
    {
        var random = new Random(seed);
        var options = new RingOptions { SlotCount = slotCount, ClaimBlockSlots = claimBlockSlots };
        using var writer = RingWriter<StressSample>.Open(path, options, FileSharing.OwnerOnly);
        Console.WriteLine("ready");
        var batch = new StressSample[LargestBatch];
        while (!stopping.IsSet)
        {
            int count = random.Next(2) == 0 ? 1 : random.Next(1, LargestBatch + 1);
            if (random.Next(2) == 0)
            {
                PublishInPlace(writer, count, random);
            }
            else
            {
                for (int i = 0; i < count; i++) batch[i] = StressSample.Make(writer.Published + i);
                if (count == 1) writer.Publish(in batch[0]);
                else writer.Publish(batch.AsSpan(0, count));
            }

            Pause(random, stopping);
        }

        return 0;
    }

    /// <summary>Reads for ever from where the last reader stopped, checks every word, and writes down what it counted.</summary>
    public static int Read(string path, string progressPath, int seed, ManualResetEventSlim stopping)
    {
        using var progress = new ReadProgress(progressPath);
        using var reader = new StressReader(path, progress, seed);
        Console.WriteLine("ready");
        while (!stopping.IsSet) reader.Step();
        while (reader.Drain()) { }
        return 0;
    }

    /// <summary>Reads one sample, then does something else for a while.</summary>
    public static int Dawdle(string path, ManualResetEventSlim stopping)
    {
        using var reader = RingReader<StressSample>.Open(path, RingStart.Newest);
        Console.WriteLine("ready");
        while (!stopping.IsSet)
        {
            reader.Wait(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            reader.TryRead(out _);
            stopping.Wait(20);
        }

        return 0;
    }

    /// <summary>Publishes into one ring what it reads from another.</summary>
    public static int Echo(string fromPath, string toPath, ManualResetEventSlim stopping)
    {
        using var from = RingReader<Sample>.Open(fromPath, RingStart.Newest);
        using var to = RingWriter<Sample>.Open(toPath, new RingOptions { SlotCount = 64 }, FileSharing.OwnerOnly);
        Console.WriteLine("ready");
        while (!stopping.IsSet)
        {
            if (from.Wait(TimeSpan.FromSeconds(1), CancellationToken.None) != RingWait.Ready) continue;
            while (from.TryRead(out var sample)) to.Publish(sample);
        }

        return 0;
    }

    /// <summary>Fills slots word by word where they lie, and now and then keeps only some of them or none.</summary>
    private static void PublishInPlace(RingWriter<StressSample> writer, int count, Random random)
    {
        var slots = writer.Prepare(count);
        for (int i = 0; i < slots.Length; i++) slots[i] = StressSample.Make(writer.Published + i);
        writer.Commit(random.Next(10) == 0 ? random.Next(slots.Length + 1) : slots.Length);
    }

    private static void Pause(Random random, ManualResetEventSlim stopping)
    {
        int kind = random.Next(400);
        if (kind == 0) stopping.Wait(random.Next(3));
        else if (kind < 100) Thread.SpinWait(random.Next(600));
    }
}

/// <summary>One reader of a stress run; its counts outlive it.</summary>
public sealed class StressReader : IDisposable
{
    private readonly ReadProgress _progress;
    private readonly RingReader<StressSample> _reader;
    private readonly ReadCounts _before;
    private readonly Random _random;
    private readonly StressSample[] _batch = new StressSample[64];
    private long _torn;

    public StressReader(string path, ReadProgress progress, int seed)
    {
        _progress = progress;
        _random = new Random(seed);
        _before = progress.HasBegun ? progress.Load() : default;
        _reader = RingReader<StressSample>.Open(path, RingStart.At(_before.Cursor));
    }

    /// <summary>Waits a little, then reads: one by one, in batches or in place; now and then it dawdles until it is lapped.</summary>
    public void Step()
    {
        if (_reader.Wait(TimeSpan.FromMilliseconds(20), CancellationToken.None) != RingWait.Ready) return;
        if (_random.Next(50) == 0) Thread.SpinWait(_random.Next(20_000));
        Drain();
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>False when nothing was.</returns>
    public bool Drain()
    {
        long before = _reader.Cursor;
        switch (_random.Next(3))
        {
            case 0: ReadOne(); break;
            case 1: ReadBatch(); break;
            default: ReadInPlace(); break;
        }

        _progress.Store(new ReadCounts(_reader.Cursor, _before.Read + _reader.ReadCount, _before.Lost + _reader.Lost, _before.Torn + _torn));
        return _reader.Cursor != before;
    }

    public void Dispose() => _reader.Dispose();

    private void ReadOne()
    {
        if (_reader.TryRead(out var sample)) Check(sample, _reader.Cursor - 1);
    }

    private void ReadBatch()
    {
        int count = _reader.Read(_batch.AsSpan(0, _random.Next(1, _batch.Length + 1)));
        for (int i = 0; i < count; i++) Check(_batch[i], _reader.Cursor - count + i);
    }

    private void ReadInPlace()
    {
        var shown = _reader.Look(_random.Next(1, _batch.Length + 1));
        int torn = 0;
        for (int i = 0; i < shown.Length; i++)
        {
            if (!shown[i].IsWhole(_reader.Cursor + i)) torn++;
        }

        if (_reader.Accept(shown.Length)) _torn += torn;
    }

    private void Check(in StressSample sample, long position)
    {
        if (!sample.IsWhole(position)) _torn++;
    }
}
