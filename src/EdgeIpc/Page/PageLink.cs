using EdgeIpc.Instance;

namespace EdgeIpc.Page;

/// <summary>The page's address for a person: the token stands behind the '#', which no browser sends and no log shows.</summary>
internal static class PageLink
{
    public static string Of(Uri address, string token) => $"{address.GetLeftPart(UriPartial.Authority)}/#token={token}";

    /// <summary>The link to an instance's page; null where none is served, or where this user may not know the token.</summary>
    public static string? TryRead(StationInstance instance)
    {
        try
        {
            if (PageAddress.TryRead(instance) is not { } address) return null;
            return PageToken.TryRead(instance) is { } token ? Of(address, token) : address.ToString();
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
