using System.CommandLine;
using System.Runtime.InteropServices;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Verbs;

/// <summary>
/// <c>tap</c>: samples from the ring to standard output, from now on. It reads like every other reader, harms nobody, and says
/// on standard error what it lost and when the sensor is gone.
/// </summary>
internal static class TapVerb
{
    private const int BatchMax = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line; the first names the channels." };
        var csv = new Option<bool>("--csv") { Description = "Comma-separated values with a head line." };
        var count = new Option<long?>("--count") { Description = "End after so many samples, 1 or more; without it at Ctrl-C.", HelpName = "N" };
        var verb = new Command("tap", "Samples from the ring to standard output.") { json, csv, count };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(json) && parsed.GetValue(csv)) throw new RefusedException(ExitCode.Usage, "--json and --csv exclude each other.");
            if (parsed.GetValue(count) < 1) throw new RefusedException(ExitCode.Usage, $"--count {parsed.GetValue(count)} is out of range: 1 or more is allowed.");
            var format = parsed.GetValue(json) ? SampleFormat.JsonLines : parsed.GetValue(csv) ? SampleFormat.Csv : SampleFormat.Columns;
            var instance = StationInstance.Find(parsed.GetValue(GlobalOptions.Instance));
            return (int)Run(instance.RingPath, format, parsed.GetValue(count) ?? long.MaxValue);
        });
        return verb;
    }

    private static ExitCode Run(string ringPath, SampleFormat format, long wanted)
    {
        using var stopping = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var start = RingStart.Newest;
            while (true)
            {
                using var reader = Open(ringPath, start);
                using var text = new SampleText(format, reader.Info.Channels);
                var (written, ended) = Copy(reader, ringPath, text, wanted, stopping.Token);
                wanted -= written;
                if (wanted == 0 || ended != RingWait.Replaced) return ExitCode.Ok;
                // By a ring of another shape: its positions go on.
                start = RingStart.At(reader.Cursor);
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Ok;
        }
        catch (PosixException e) when (e.Errno == Errno.EPIPE)
        {
            // 'tap | head' has seen enough.
            return ExitCode.Ok;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopping.Cancel();
        }
    }

    private static RingReader<Sample> Open(string ringPath, RingStart start)
    {
        try
        {
            return RingReader<Sample>.Open(ringPath, start);
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            throw new RefusedException(ExitCode.Unavailable, $"There are no samples at {ringPath}: no sensor has run in this instance.");
        }
    }

    /// <returns>Samples written, and why fewer than wanted: the ring was replaced, or its writer is gone and it with it.</returns>
    private static (long Written, RingWait Ended) Copy(RingReader<Sample> reader, string ringPath, SampleText text, long wanted, CancellationToken stopping)
    {
        var batch = new Sample[BatchMax];
        long written = 0, lost = 0;
        bool hasWriter = true;
        text.WriteHead();
        Flush(text);
        while (written < wanted)
        {
            var ended = reader.Wait(Patience, stopping);
            if (ended == RingWait.Replaced) return (written, ended);
            if (ended == RingWait.WriterGone && !File.Exists(ringPath)) return (written, ended);
            hasWriter = TellOfWriter(hasWriter, ended != RingWait.WriterGone);
            int got = reader.Read(batch.AsSpan(0, (int)Math.Min(BatchMax, wanted - written)));
            for (int i = 0; i < got; i++) text.Write(in batch[i]);
            written += got;
            Flush(text);
            if (reader.Lost == lost) continue;
            Console.Error.WriteLine($"edgeipc: {reader.Lost - lost} samples were overwritten before they could be written out.");
            lost = reader.Lost;
        }

        return (written, RingWait.Ready);
    }

    private static void Flush(SampleText text)
    {
        FileDescriptor.StandardOutput.WriteAll(text.Written);
        text.Clear();
    }

    private static bool TellOfWriter(bool had, bool has)
    {
        if (had != has) Console.Error.WriteLine(has ? "edgeipc: the sensor is back." : "edgeipc: the sensor is gone; waiting for it.");
        return has;
    }
}
