using System.CommandLine;
using System.Runtime.InteropServices;
using EdgeIpc.Playout;
using EdgeIpc.Posix;

namespace EdgeIpc.Recorder;

/// <summary><c>import FILE.csv</c>: what <c>tap --csv</c> or <c>export</c> wrote, or another program in the same columns, as a recording.</summary>
internal static class ImportVerb
{
    private const int BatchMax = 1024;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A file with the columns sequence, takenAtNs and one to four channels, each 'name' or 'name [unit]'." };
        var output = new Option<string?>("--out") { Description = "The recording's directory, made by this; without it FILE.recording beside the file.", HelpName = "DIR" };
        var verb = new Command("import", "Makes a recording of a CSV file.") { file, output };
        verb.SetAction(parsed => (int)Import(parsed.GetValue(file)!, parsed.GetValue(output)));
        return verb;
    }

    private static ExitCode Import(string path, string? wanted)
    {
        if (Directory.Exists(path)) throw new RefusedException(ExitCode.BadDocument, $"{path} is a directory.");
        if (!File.Exists(path)) throw new RefusedException(ExitCode.NoSuchFile, $"There is no {path}.");
        string directory = Path.TrimEndingDirectorySeparator(wanted ?? Path.ChangeExtension(path, ".recording"));
        if (Path.Exists(directory)) throw new RefusedException(ExitCode.Usage, $"{directory} is there already; nothing is overwritten, choose another with --out.");
        string beside = directory + ".part";
        Directory.CreateDirectory(beside);
        try
        {
            long samples = Copy(path, beside);
            Directory.Move(beside, directory);
            Console.Out.WriteLine($"{samples} samples are in {directory}.");
            return ExitCode.Ok;
        }
        finally
        {
            // After a failure nothing half done is left.
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        }
    }

    private static long Copy(string path, string directory)
    {
        using var csv = new SampleCsv(path);
        var description = SampleRecording.Describe(csv.Channels, rateHz: 0, sourceText: $"imported from {ShortName(path)}");
        using var writer = RecordingWriter.Open(directory, description, new RecordingOptions(), FileSharing.OwnerOnly, TimeProvider.System);
        var batch = new Ring.Sample[BatchMax];
        int count = 0;
        while (csv.TryRead(out var sample))
        {
            // A block has no gap within: samples that do not follow each other go into blocks of their own.
            if (count == BatchMax || (count > 0 && sample.Sequence != batch[count - 1].Sequence + 1)) Append();
            batch[count++] = sample;
        }

        Append();
        if (writer.Finish() == RecordingOutcome.DiskFull) throw new RefusedException(ExitCode.DiskFull, $"{FullDisk.Sentence(directory)} Nothing was imported.");
        return writer.ItemsWritten > 0 ? writer.ItemsWritten : throw new RefusedException(ExitCode.BadDocument, $"{path} holds no samples.");

        void Append()
        {
            if (count > 0) writer.Append(MemoryMarshal.AsBytes(batch.AsSpan(0, count)), (long)batch[0].Sequence);
            count = 0;
        }
    }

    private static string ShortName(string path)
    {
        const int LengthMax = 40;
        string name = new([.. Path.GetFileName(path).Where(c => !char.IsControl(c))]);
        return name.Length <= LengthMax ? name : name[..LengthMax];
    }
}
