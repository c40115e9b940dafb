using System.Globalization;
using EdgeIpc.Lessons.Messages;
using EdgeIpc.Posix;

namespace EdgeIpc.Lessons;

/// <summary>Where a lesson's files lie: in memory, this user's alone, gone with the lesson.</summary>
internal sealed class LessonFolder : IDisposable
{
    private const string Root = "/dev/shm";

    // Not the name of an instance: a lesson is no station.
    private static readonly string Prefix = $"edgeipc-lesson.{Accounts.EffectiveUserId}.";

    private LessonFolder(string path) => Path = path;

    public string Path { get; }

    public string this[string name] => $"{Path}/{name}";

    /// <summary>Makes the folder, and removes those of lessons that were killed.</summary>
    public static LessonFolder Create()
    {
        foreach (string left in Directory.EnumerateDirectories(Root, Prefix + "*"))
        {
            bool isPid = int.TryParse(left[(left.LastIndexOf('.') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int pid);
            if (isPid && ProcessControl.StartTicks(pid) is null) Remove(left);
        }

        string path = $"{Root}/{Prefix}{Environment.ProcessId}";
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new LessonFolder(path);
    }

    public void Dispose() => Remove(Path);

    private static void Remove(string path)
    {
        LessonQueue.Remove(path);
        Directory.Delete(path, recursive: true);
    }
}
