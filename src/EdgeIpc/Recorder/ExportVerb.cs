using System.CommandLine;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Verbs;

namespace EdgeIpc.Recorder;

/// <summary><c>export FILE --csv</c>: a recording as the very lines that <c>tap --csv</c> printed for the same samples.</summary>
internal static class ExportVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A recording: its directory, or one segment (*.rec)." };
        var csv = new Option<bool>("--csv") { Description = "Comma-separated values with a head line." };
        var from = new Option<string?>("--from") { Description = $"From here on: {RecordedTime.Allowed}.", HelpName = "T" };
        var to = new Option<string?>("--to") { Description = $"Up to here, itself not included: {RecordedTime.Allowed}.", HelpName = "T" };
        var output = new Option<string?>("--out") { Description = "The file; without it standard output.", HelpName = "F.csv" };
        var verb = new Command("export", "Writes a recording for other programs.") { file, csv, from, to, output };
        verb.SetAction(parsed =>
        {
            if (!parsed.GetValue(csv)) throw new RefusedException(ExitCode.Usage, "export needs to know the format: --csv is the one there is.");
            var range = new ExportRange(RecordedTime.Parse("--from", parsed.GetValue(from)), RecordedTime.Parse("--to", parsed.GetValue(to)));
            return (int)Export(parsed.GetValue(file)!, range, parsed.GetValue(output));
        });
        return verb;
    }

    private static ExitCode Export(string path, ExportRange range, string? output)
    {
        using var recording = SampleRecording.Open(path);
        if (output is null)
        {
            try
            {
                return Write(recording, range, FileDescriptor.StandardOutput.WriteAll);
            }
            catch (PosixException e) when (e.Errno == Errno.EPIPE)
            {
                // 'export | head' has seen enough.
                return ExitCode.Ok;
            }
        }

        if (Directory.Exists(output)) throw new RefusedException(ExitCode.BadDocument, $"--out {output} is a directory.");
        // A rename would put a plain file in the place of a device or a pipe.
        if (File.Exists(output) && (File.GetAttributes(output) & (FileAttributes.Device | FileAttributes.ReparsePoint)) != FileAttributes.None)
            throw new RefusedException(ExitCode.Usage, $"--out {output} is no plain file; leave --out away and redirect standard output.");
        if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } parent && !Directory.Exists(parent))
            throw new RefusedException(ExitCode.NoSuchFile, $"--out {output}: there is no directory {parent}.");
        string beside = output + ".part";
        try
        {
            ExitCode code;
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write)) code = Write(recording, range, file.Write);
            File.Move(beside, output, overwrite: true);
            return code;
        }
        finally
        {
            // After a failure nothing half written is left.
            File.Delete(beside);
        }
    }

    private static ExitCode Write(RecordingReader recording, ExportRange range, Action<ReadOnlySpan<byte>> output)
    {
        using var text = new SampleText(SampleFormat.Csv, SampleRecording.ChannelsOf(recording.Description));
        text.WriteHead();
        bool isDamaged = false;
        for (var step = recording.Next(); step != RecordingStep.End; step = recording.Next())
        {
            if (step == RecordingStep.Damage)
            {
                Console.Error.WriteLine($"edgeipc: {recording.Damage}");
                isDamaged |= recording.Damage!.Fault != RecordingFault.CutOff;
                continue;
            }

            foreach (ref readonly var sample in SampleRecording.SamplesOf(recording))
            {
                if (range.Holds(recording.Segment.ToWallTime(sample.TakenAtNs))) text.Write(in sample);
            }

            Flush(text, output);
        }

        Flush(text, output);
        return isDamaged ? ExitCode.BadDocument : ExitCode.Ok;
    }

    private static void Flush(SampleText text, Action<ReadOnlySpan<byte>> output)
    {
        output(text.Written);
        text.Clear();
    }
}
