using System.CommandLine;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Verbs;

/// <summary>
/// <c>tap</c>: samples from a ring to standard output, from now on. It reads like every other reader, harms nobody, and says
/// on standard error what it lost and when the writer is gone. A ring that no station made is shown by what its header tells.
/// </summary>
internal static class TapVerb
{
    public static Command Create()
    {
        var ring = new Argument<string?>("ring") { Description = "A ring's file, of any program and any samples; without it the samples of the instance.", HelpName = "PATH", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "One JSON object a line; the first names the channels." };
        var csv = new Option<bool>("--csv") { Description = "Comma-separated values with a head line." };
        var count = new Option<long?>("--count") { Description = "End after so many samples, 1 or more; without it at Ctrl-C.", HelpName = "N" };
        var verb = new Command("tap", "Samples from a ring to standard output.") { ring, json, csv, count };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(json) && parsed.GetValue(csv)) throw new RefusedException(ExitCode.Usage, "--json and --csv exclude each other.");
            if (parsed.GetValue(count) < 1) throw new RefusedException(ExitCode.Usage, $"--count {parsed.GetValue(count)} is out of range: 1 or more is allowed.");
            var format = parsed.GetValue(json) ? SampleFormat.JsonLines : parsed.GetValue(csv) ? SampleFormat.Csv : SampleFormat.Columns;
            long wanted = parsed.GetValue(count) ?? long.MaxValue;
            using var stop = new StopSignals();
            var tap = parsed.GetValue(ring) is { } path
                ? TapOf(path, format, wanted)
                : new StationTap(StationInstance.Find(parsed.GetValue(GlobalOptions.Instance)).RingPath, format, wanted);
            return (int)Run(tap, stop.Token);
        });
        return verb;
    }

    private static RingTap TapOf(string path, SampleFormat format, long wanted)
    {
        if (Directory.Exists(path)) throw new RefusedException(ExitCode.BadDocument, $"{path} is a directory; a ring is a file.");
        if (!File.Exists(path)) throw new RefusedException(ExitCode.NoSuchFile, $"There is no file {path}.");
        return RingInfo.Read(path).LayoutText == Sample.LayoutText ? new StationTap(path, format, wanted) : new AnyTap(path, format, wanted);
    }

    private static ExitCode Run(RingTap tap, CancellationToken stopping)
    {
        try
        {
            tap.Run(stopping);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how a tap ends.
        }
        catch (PosixException e) when (e.Errno == Errno.EPIPE)
        {
            // 'tap | head' has seen enough.
        }

        return ExitCode.Ok;
    }
}
