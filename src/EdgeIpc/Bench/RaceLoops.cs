using System.Runtime.CompilerServices;
using EdgeIpc.Posix;

namespace EdgeIpc.Bench;

/// <summary>
/// What the two sides of a run do. Everything is timed on the receiving side, in chunks, so that being descheduled now and then
/// spoils a chunk and not the figure.
/// </summary>
internal static class RaceLoops
{
    public const int BatchCount = 64;
    public const int FlowChunkCount = 8192;
    public const int EchoChunkCount = 500;
    private const long WakePeriodNs = 200_000;

    /// <summary>Sends as fast as the peer takes them.</summary>
    public static void SendFlow<TSender>(ref TSender sender, long count, int batchCount) where TSender : struct, IRaceSender
    {
        if (batchCount == 1)
        {
            for (long position = 0; position < count; position++) sender.Send(RaceSample.Make(position));
            return;
        }

        var batch = new RaceSample[batchCount];
        for (long position = 0; position < count; position += batchCount)
        {
            for (int i = 0; i < batch.Length; i++) batch[i] = RaceSample.Make(position + i);
            sender.Send(batch);
        }
    }

    /// <summary>Receives as fast as they come.</summary>
    public static RaceFigure ReceiveFlow<TReceiver>(ref TReceiver receiver, long count, int batchCount) where TReceiver : struct, IRaceReceiver
    {
        var check = new ArrivalCheck();
        var chunks = new ChunkClock(FlowChunkCount, count);
        if (batchCount == 1)
        {
            while (check.Next < count)
            {
                if (!receiver.TryReceive(out var sample))
                {
                    receiver.Spin();
                    continue;
                }

                check.Take(in sample);
                chunks.Tick(check.Next);
            }

            return chunks.Figure(check);
        }

        var batch = new RaceSample[batchCount];
        while (check.Next < count)
        {
            int got = receiver.Receive(batch);
            if (got == 0) receiver.Spin();
            for (int i = 0; i < got; i++) check.Take(in batch[i]);
            chunks.Tick(check.Next);
        }

        return chunks.Figure(check);
    }

    /// <summary>Sends a sample, waits for its return: half the time is one way. Both sides spin.</summary>
    public static RaceFigure Ask<TSender, TReceiver>(ref TSender sender, ref TReceiver receiver, long count)
        where TSender : struct, IRaceSender where TReceiver : struct, IRaceReceiver
    {
        var check = new ArrivalCheck();
        var chunks = new ChunkClock(EchoChunkCount, count);
        while (check.Next < count)
        {
            sender.Send(RaceSample.Make(check.Next));
            RaceSample sample;
            while (!receiver.TryReceive(out sample)) { }
            check.Take(in sample);
            chunks.Tick(check.Next);
        }

        return chunks.Figure(check, part: 0.5);
    }

    /// <summary>The other side of <see cref="Ask"/>.</summary>
    public static void Answer<TSender, TReceiver>(ref TSender sender, ref TReceiver receiver, long count)
        where TSender : struct, IRaceSender where TReceiver : struct, IRaceReceiver
    {
        for (long done = 0; done < count; done++)
        {
            RaceSample sample;
            while (!receiver.TryReceive(out sample)) { }
            sender.Send(in sample);
        }
    }

    /// <summary>Sends a sample each 200 us, with its time.</summary>
    public static void SendPaced<TSender>(ref TSender sender, long count) where TSender : struct, IRaceSender
    {
        using var timer = new TimerFd(blocking: true);
        ResourceLimits.SetTimerSlackOfThisThread(1);
        timer.Start(MonotonicClock.NowNs + WakePeriodNs, WakePeriodNs);
        for (long position = 0; position < count; position++)
        {
            timer.ReadExpirations();
            sender.Send(RaceSample.Make(position, MonotonicClock.NowNs));
        }
    }

    /// <summary>Sleeps until a sample comes, and takes the time from its sending to now.</summary>
    public static RaceFigure ReceivePaced<TReceiver>(ref TReceiver receiver, long count) where TReceiver : struct, IRaceReceiver
    {
        var check = new ArrivalCheck();
        double[] wakesNs = new double[count];
        int taken = 0;
        while (check.Next < count)
        {
            if (!receiver.TryReceive(out var sample))
            {
                receiver.Sleep();
                continue;
            }

            wakesNs[taken++] = MonotonicClock.NowNs - sample.TakenAtNs;
            check.Take(in sample);
        }

        var got = wakesNs.AsSpan(0, taken);
        return new RaceFigure(Median.Of(got), Median.MeanOf(got), check.LostCount, check.TornCount);
    }

    /// <summary>Counts what is torn, and what is missing between two samples.</summary>
    private struct ArrivalCheck
    {
        public long Next;
        public long LostCount;
        public long TornCount;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take(in RaceSample sample)
        {
            if (sample.Sequence != (ulong)Next || !sample.IsWhole) TakeOdd(in sample);
            Next++;
        }

        private void TakeOdd(in RaceSample sample)
        {
            if (!sample.IsWhole)
            {
                TornCount++;
                return;
            }

            LostCount += Math.Max((long)sample.Sequence - Next, 0);
            Next = Math.Max((long)sample.Sequence, Next);
        }
    }

    private struct ChunkClock(int chunkCount, long count)
    {
        private readonly double[] _chunksNs = new double[count / chunkCount + 1];
        private long _due = chunkCount;
        private long _atNs;
        private long _beganAtNs;
        private int _taken;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Tick(long next)
        {
            if (next >= _due) Take();
        }

        public readonly RaceFigure Figure(ArrivalCheck check, double part = 1)
        {
            // The first chunk warms up.
            var chunks = _chunksNs.AsSpan(0, _taken);
            double meanNs = (_atNs - _beganAtNs) / (double)Math.Max(_taken * (long)chunkCount, 1);
            return new RaceFigure(Median.Of(chunks) * part / chunkCount, meanNs * part, check.LostCount, check.TornCount);
        }

        private void Take()
        {
            long nowNs = MonotonicClock.NowNs;
            if (_beganAtNs == 0) _beganAtNs = nowNs;
            else _chunksNs[_taken++] = nowNs - _atNs;
            (_atNs, _due) = (nowNs, _due + chunkCount);
        }
    }
}
