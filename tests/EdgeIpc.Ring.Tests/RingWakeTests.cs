using System.Globalization;

namespace EdgeIpc.Ring.Tests;

/// <summary>
/// Wake-ups under random gaps: the lost wake-up of a wrong protocol shows only when a sample comes just while a reader falls
/// asleep, never at a fixed rate.
/// </summary>
public sealed class RingWakeTests : IDisposable
{
    private const int SampleCount = 30_000;
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private readonly RingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 64)]
    [InlineData(3, 1)]
    public async Task No_wake_is_lost_whenever_the_next_sample_comes(int readerCount, int claimBlockSlots)
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_SEED"), CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"EDGEIPC_TEST_SEED={seed}");
        using var writer = _folder.OpenWriter(slotCount: 1 << 16, claimBlockSlots);
        long[] read = new long[readerCount];
        var readers = new Task[readerCount];
        for (int i = 0; i < readerCount; i++)
        {
            int index = i;
            var reader = _folder.OpenReader(RingStart.Newest);
            readers[i] = Task.Factory.StartNew(() => ReadAll(reader, ref read[index]), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        var random = new Random(seed);
        for (long position = 0; position < SampleCount && !Array.Exists(readers, reader => reader.IsFaulted); position++)
        {
            // Each sample is the last for a while: a later one would wake whom this one forgot, and nobody would notice.
            for (int i = 0; i < readerCount && !readers[i].IsFaulted;)
            {
                if (Volatile.Read(ref read[i]) == position) i++;
                else Thread.SpinWait(1);
            }

            Thread.SpinWait(random.Next(40));
            writer.Publish(RingFolder.Make(position));
        }

        await Task.WhenAll(readers);
        Assert.All(read, count => Assert.Equal(SampleCount, count));
    }

    private static void ReadAll(RingReader<Sample> reader, ref long read)
    {
        using (reader)
        {
            while (reader.Cursor < SampleCount)
            {
                if (reader.TryRead(out var sample))
                {
                    Assert.Equal((ulong)reader.Cursor - 1, sample.Sequence);
                    Volatile.Write(ref read, reader.ReadCount);
                }
                else
                {
                    Assert.True(reader.Sleep(Watchdog), "a wake was lost");
                }
            }
        }
    }
}
