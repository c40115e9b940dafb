using System.CommandLine;

namespace EdgeIpc;

/// <summary>The options that every verb understands.</summary>
internal static class GlobalOptions
{
    /// <summary>Which instance is meant; without it the only one there is.</summary>
    public static Option<string?> Instance { get; } = new("--instance")
    {
        Description = "The instance that is meant, by name (demo) or by user and name (1000-demo); without it the only one running.",
        HelpName = "NAME",
        Recursive = true,
    };
}
