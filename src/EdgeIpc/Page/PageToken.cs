using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using EdgeIpc.Instance;
using EdgeIpc.Posix;

namespace EdgeIpc.Page;

/// <summary>
/// The secret that a page must show to change anything: the settings' own, or one made up once for the life of an instance,
/// so that an open page still has the right one after the web process was killed.
/// </summary>
internal static class PageToken
{
    private const int RandomBytes = 24;

    /// <summary>The instance's token, made when there is none. Who may read its file may use the page.</summary>
    public static string OfInstance(StationInstance instance)
    {
        if (TryRead(instance) is { } known) return known;
        string fresh = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        DurableFile.Replace(instance.WebTokenPath, Encoding.ASCII.GetBytes(fresh), instance.Sharing, instance.Sharing.Readable);
        return fresh;
    }

    public static string? TryRead(StationInstance instance)
    {
        try
        {
            string text = File.ReadAllText(instance.WebTokenPath).Trim();
            return text.Length > 0 ? text : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
