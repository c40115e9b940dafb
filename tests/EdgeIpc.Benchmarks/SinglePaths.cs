using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using EdgeIpc.Bench;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Benchmarks;

/// <summary>What one call costs alone, in one thread with nobody at the other end.</summary>
[Config(typeof(InThisProcess))]
[MemoryDiagnoser]
public class SinglePaths
{
    private const int BatchCount = RaceLoops.BatchCount;
    private readonly string _directory = $"/dev/shm/edgeipc-bench-{Environment.ProcessId}";
    private readonly RaceSample[] _batch = new RaceSample[BatchCount];
    private RingWriter<RaceSample> _writer = null!;
    private RingReader<RaceSample> _reader = null!;

    [GlobalSetup]
    public void Open()
    {
        Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string path = Path.Combine(_directory, "samples.ring");
        _writer = RingWriter<RaceSample>.Open(path, new RingOptions { SlotCount = 1 << 16 }, FileSharing.OwnerOnly);
        for (int i = 0; i < 1 << 16; i++) _writer.Publish(RaceSample.Make(i));
        _reader = RingReader<RaceSample>.Open(path, RingStart.Newest);
    }

    [GlobalCleanup]
    public void Close()
    {
        _reader.Dispose();
        _writer.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>The copy into the slot, the fence, the look at the waiters.</summary>
    [Benchmark]
    public void PublishOne() => _writer.Publish(in _batch[0]);

    [Benchmark(OperationsPerInvoke = BatchCount)]
    public void PublishBatch() => _writer.Publish(_batch);

    [Benchmark(OperationsPerInvoke = BatchCount)]
    public void PublishInPlace()
    {
        var slots = _writer.Prepare(BatchCount);
        for (int i = 0; i < slots.Length; i++) slots[i].Sequence = (ulong)i;
        _writer.Commit(slots.Length);
    }

    /// <summary>The three ways to read include the batch that is published for them.</summary>
    [Benchmark(OperationsPerInvoke = BatchCount)]
    public ulong PublishBatchAndReadOneByOne()
    {
        _writer.Publish(_batch);
        ulong sum = 0;
        while (_reader.TryRead(out var sample)) sum += sample.Sequence;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = BatchCount)]
    public int PublishAndReadBatch()
    {
        _writer.Publish(_batch);
        return _reader.Read(_batch);
    }

    [Benchmark(OperationsPerInvoke = BatchCount)]
    public ulong PublishBatchAndReadInPlace()
    {
        _writer.Publish(_batch);
        ulong sum = 0;
        for (var shown = _reader.Look(BatchCount); shown.Length > 0; shown = _reader.Look(BatchCount))
        {
            foreach (ref readonly var sample in shown) sum += sample.Sequence;
            _reader.Accept(shown.Length);
        }

        return sum;
    }

    [Benchmark]
    public bool LookAtAnEmptyRing() => _reader.TryRead(out _);

    /// <summary>In this process: a project generated elsewhere would need this repository's own settings.</summary>
    private sealed class InThisProcess : ManualConfig
    {
        public InThisProcess()
        {
            AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
            ArtifactsPath = Path.Combine(AppContext.BaseDirectory, "results");
        }
    }
}
