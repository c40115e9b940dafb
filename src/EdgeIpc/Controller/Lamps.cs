using System.Text;
using EdgeIpc.Instance;

namespace EdgeIpc.Controller;

/// <summary>Which lamps are lit, noted beside the samples whenever that changes: for a page that shows them.</summary>
internal sealed class Lamps(StationInstance instance)
{
    private string _noted = "";

    public void Note(IReadOnlyList<string> lit)
    {
        string text = string.Join('\n', lit);
        if (text == _noted && File.Exists(instance.LampsPath)) return;
        string fresh = instance.LampsPath + ".new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = instance.Sharing.Readable };
            using (var file = new FileStream(fresh, options)) file.Write(Encoding.UTF8.GetBytes(text));
            File.Move(fresh, instance.LampsPath, overwrite: true);
            _noted = text;
        }
        catch (IOException)
        {
            // A full /dev/shm costs a picture of the lamps, never the lamps. The next look tries again.
        }
    }

    /// <summary>The names of the lit lamps; none before the controller looked for the first time.</summary>
    public static IReadOnlyList<string> ReadLit(StationInstance instance)
    {
        try
        {
            return File.ReadAllLines(instance.LampsPath);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
