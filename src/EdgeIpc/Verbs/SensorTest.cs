using System.Globalization;
using EdgeIpc.Devices;
using EdgeIpc.Posix;

namespace EdgeIpc.Verbs;

/// <summary>Reads a sensor at its rate, as the sampling loop would, and says what came.</summary>
internal static class SensorTest
{
    public static void Run(ISampleSource source, int rateHz, TimeSpan time, TextWriter output, CancellationToken stop)
    {
        long periodNs = 1_000_000_000 / rateHz;
        var ranges = source.Channels.Select(_ => new Range()).ToArray();
        var values = new float[ISampleSource.MaxChannels];
        using var timer = new TimerFd(blocking: true);
        long startedNs = MonotonicClock.NowNs, nowNs = startedNs, readingNs = 0, samples = 0, missed = 0;
        long endNs = startedNs + time.Ticks * 100;
        timer.Start(startedNs + periodNs, periodNs);
        while (nowNs < endNs && !stop.IsCancellationRequested)
        {
            missed += timer.ReadExpirations() - 1;
            nowNs = MonotonicClock.NowNs;
            var reading = source.Read(values, nowNs);
            readingNs += MonotonicClock.NowNs - nowNs;
            if (reading == SampleReading.Over) break;
            if (reading == SampleReading.Nothing)
            {
                missed++;
                continue;
            }

            samples++;
            for (int i = 0; i < ranges.Length; i++) ranges[i].Add(values[i]);
        }

        double seconds = Math.Max(1, nowNs - startedNs) / 1e9;
        var text = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(text, $"{samples} samples in {seconds:0.0} s: {samples / seconds:0.0} of {rateHz} Hz, {missed} missed, {readingNs / 1e3 / Math.Max(1, samples):0.0} us a read"));
        output.WriteLine($"{"channel",-16} {"unit",-8} {"lowest",12} {"mean",12} {"highest",12}");
        for (int i = 0; i < ranges.Length; i++)
        {
            var channel = source.Channels[i];
            output.WriteLine(string.Create(text, $"{channel.Name,-16} {channel.Unit,-8} {ranges[i].Lowest,12:0.000} {ranges[i].Sum / Math.Max(1, samples),12:0.000} {ranges[i].Highest,12:0.000}"));
        }
    }

    private struct Range()
    {
        public float Lowest = float.PositiveInfinity;
        public float Highest = float.NegativeInfinity;
        public double Sum;

        public void Add(float value)
        {
            Lowest = Math.Min(Lowest, value);
            Highest = Math.Max(Highest, value);
            Sum += value;
        }
    }
}
