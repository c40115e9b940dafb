using System.Net;
using System.Text;
using EdgeIpc.Instance;
using EdgeIpc.Posix;

namespace EdgeIpc.Page;

/// <summary>Where the page is served, as people write it: <c>http://127.0.0.1:8080</c>.</summary>
internal static class PageAddress
{
    /// <exception cref="RefusedException">No such address; the sentence says what is allowed.</exception>
    public static IPEndPoint Parse(string text, string option)
    {
        bool isAddress = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;
        if (isAddress && uri!.Host == "localhost") return new IPEndPoint(IPAddress.Loopback, uri.Port);
        if (isAddress && IPAddress.TryParse(uri!.Host.Trim('[', ']'), out var address)) return new IPEndPoint(address, uri.Port);
        throw new RefusedException(ExitCode.Usage, $"{option} {text}: not an address to serve; write http://127.0.0.1:8080, with port 0 for any that is free.");
    }

    /// <summary>The port that an earlier web process of this instance had at this address; 0 when there was none.</summary>
    public static int LastPort(StationInstance instance, IPAddress address) =>
        TryRead(instance) is { } last && IPAddress.TryParse(last.Host.Trim('[', ']'), out var before) && before.Equals(address) ? last.Port : 0;

    public static void Save(StationInstance instance, Uri address) =>
        DurableFile.Replace(instance.WebAddressPath, Encoding.ASCII.GetBytes(address.GetLeftPart(UriPartial.Authority)), instance.Sharing, instance.Sharing.Readable);

    public static Uri? TryRead(StationInstance instance)
    {
        try
        {
            return Uri.TryCreate(File.ReadAllText(instance.WebAddressPath).Trim(), UriKind.Absolute, out var address) ? address : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
