using EdgeIpc.Posix;

namespace EdgeIpc.Instance;

/// <summary>
/// Names one station on this machine: a user and a name, so that two people, or one person twice, can run side by side.
/// The production station (under systemd, shared by a group) has no user in its name.
/// </summary>
internal sealed record InstanceName
{
    private const string Root = "/dev/shm";
    private const string Production = "station";
    private const int LengthMax = 24;

    private InstanceName(uint? userId, string name) => (UserId, Name) = (userId, name);

    /// <summary>Null for the production station.</summary>
    public uint? UserId { get; }

    /// <summary>What the person calls it: <c>demo</c>, <c>station</c>.</summary>
    public string Name { get; }

    /// <summary>What queue names carry: <c>1000-demo</c>, or <c>station</c>.</summary>
    public string Id => UserId is { } user ? $"{user}-{Name}" : Name;

    /// <summary>Where everything of the instance lies in memory.</summary>
    public string Directory => UserId is { } user ? $"{Root}/edgeipc-{user}-{Name}" : $"{Root}/edgeipc";

    /// <summary>Whether systemd and its tmpfiles.d made the directory, for a group to share.</summary>
    public bool IsProduction => UserId is null;

    /// <summary>Parses NAME (of this user) or UID-NAME (of any user).</summary>
    /// <exception cref="RefusedException">Not 1 to 24 of a-z, 0-9 and '-', beginning with a letter.</exception>
    public static InstanceName Parse(string text)
    {
        if (text == Production) return new InstanceName(null, Production);
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0 && uint.TryParse(text.AsSpan(0, dash), out uint userId)) return new InstanceName(userId, Checked(text[(dash + 1)..], text));
        return new InstanceName(Accounts.EffectiveUserId, Checked(text, text));
    }

    /// <summary>The instances whose directories exist: this user's own, and the production station.</summary>
    public static IReadOnlyList<InstanceName> Existing()
    {
        var found = new List<InstanceName>();
        var production = new InstanceName(null, Production);
        if (System.IO.Directory.Exists(production.Directory)) found.Add(production);
        string prefix = $"edgeipc-{Accounts.EffectiveUserId}-";
        foreach (string path in System.IO.Directory.EnumerateDirectories(Root, prefix + "*").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path)[prefix.Length..];
            if (IsValid(name)) found.Add(new InstanceName(Accounts.EffectiveUserId, name));
        }

        return found;
    }

    public override string ToString() => Id;

    private static string Checked(string name, string text) => IsValid(name)
        ? name
        : throw new RefusedException(ExitCode.Usage, $"'{text}' can't name an instance: 1 to {LengthMax} of a-z, 0-9 and '-', beginning with a letter.");

    private static bool IsValid(string name) =>
        name.Length is > 0 and <= LengthMax
        && char.IsAsciiLetterLower(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
