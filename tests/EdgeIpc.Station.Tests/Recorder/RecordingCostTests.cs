using System.Globalization;
using EdgeIpc.Commands;
using EdgeIpc.Devices;
using EdgeIpc.Ledger;
using EdgeIpc.Recorder;
using EdgeIpc.Ring;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Tests;

/// <summary>
/// What an hour at 1 kHz writes, of four channels with noise in every bit: a card wears by it, so it stays within what
/// RECORDING.md says. EDGEIPC_TEST_RECORDED_MINUTES makes it a whole hour.
/// </summary>
public sealed class RecordingCostTests : IDisposable
{
    private const int RateHz = 1000;
    private readonly RecorderBench _bench = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly SimulatedAccelerometer _sensor = new(1);
    private readonly int _minutes = int.TryParse(Environment.GetEnvironmentVariable("EDGEIPC_TEST_RECORDED_MINUTES"), CultureInfo.InvariantCulture, out int minutes) ? minutes : 6;

    public void Dispose()
    {
        _sensor.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void The_history_alone_writes_at_most_half_a_megabyte_an_hour_in_130_writes_and_40_syncs()
    {
        var cost = Run(recorder => (default, recorder.HistoryCost));
        Tell("history", cost.History);
        Assert.InRange(cost.History.Bytes * 60 / _minutes, 100_000, 500_000);
        Assert.InRange(cost.History.Writes * 60 / _minutes, 60, 130);
        Assert.InRange(cost.History.Syncs * 60 / _minutes, 12, 40);
    }

    [Fact]
    public void A_recording_writes_at_most_52_megabytes_an_hour_and_its_history_no_more_often_than_it()
    {
        var cost = Run(recorder =>
        {
            if (recorder.Recording is null) Assert.Equal(ReplyCode.Ok, recorder.Start().Code);
            var writer = recorder.Recording!.Writer;
            return (new WriteCost(writer.BytesWritten, writer.Writes, writer.Syncs), recorder.HistoryCost);
        });
        Tell("samples", cost.Samples);
        Tell("history", cost.History);
        Assert.InRange(cost.Samples.Bytes * 60 / _minutes, 20_000_000, 52_000_000);
        Assert.InRange(cost.Samples.Writes * 60 / _minutes, 400, 500);
        Assert.InRange(cost.Samples.Syncs * 60 / _minutes, 100, 150);
        Assert.True(cost.History.Writes <= cost.Samples.Writes + 4);
    }

    private (WriteCost Samples, WriteCost History) Run(Func<SampleRecorder, (WriteCost Samples, WriteCost History)> look)
    {
        using var page = SensorPage.TryOwn(_bench.Instance.Counters.Sensor, _bench.Instance.Sharing)!;
        page.BeginSchedule(1, 1_000_000_000 / RateHz);
        // As large as the station's: 60 s, rounded up to a power of two.
        using var ring = RingWriter<Sample>.Open(_bench.Instance.RingPath, new RingOptions { SlotCount = 1 << 16, Channels = [.. _sensor.Channels.Select(channel => new RingChannel(channel.Name, channel.Unit))] }, _bench.Instance.Sharing);
        using var recorder = new SampleRecorder(_bench.Instance, new RecorderOptions(), _time, NullLogger.Instance);
        Publish(ring, 1);
        recorder.Turn();
        look(recorder);
        for (int turn = 0; turn < _minutes * 600; turn++)
        {
            Publish(ring, RateHz / 10);
            _time.Advance(TimeSpan.FromMilliseconds(100));
            recorder.Turn();
        }

        return look(recorder);
    }

    private void Publish(RingWriter<Sample> ring, int count)
    {
        for (int i = 0; i < count; i++)
        {
            var sample = new Sample { Sequence = (ulong)ring.Published, TakenAtNs = 7_000_000_000 + ring.Published * (1_000_000_000 / RateHz) };
            _sensor.Read(sample.Values, sample.TakenAtNs);
            ring.Publish(in sample);
        }
    }

    private void Tell(string what, WriteCost cost) => TestContext.Current.TestOutputHelper!.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what}, an hour: {cost.Bytes * 60 / _minutes} bytes, {cost.Writes * 60 / _minutes} writes, {cost.Syncs * 60 / _minutes} syncs"));
}
