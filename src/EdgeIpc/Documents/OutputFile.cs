using EdgeIpc.Paper;
using EdgeIpc.Posix;

namespace EdgeIpc.Documents;

/// <summary>A file that a person asked for.</summary>
internal static class OutputFile
{
    /// <exception cref="RefusedException">It can't be written: 77 not permitted, 73 the disk is full, else 66.</exception>
    public static void Save(string path, Action<Stream> write)
    {
        try
        {
            using var file = File.Create(path);
            write(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var code = e is UnauthorizedAccessException ? ExitCode.NotPermitted : e is IOException full && FullDisk.Is(full) ? ExitCode.DiskFull : ExitCode.NoSuchFile;
            throw new RefusedException(code, $"{path} can't be written: {e.Message}");
        }
    }
}

/// <summary>The paper before it is printed, drawn by the emulated printer's own engine from the very bytes that would be sent.</summary>
internal static class PaperPreview
{
    public static void Save(string path, BandPlan plan, PrinterProfile profile, int lineBaud) =>
        OutputFile.Save(path, PlanRehearsal.Run(plan, profile, lineBaud).Paper.WritePng);
}
