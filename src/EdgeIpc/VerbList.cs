using System.CommandLine;
using EdgeIpc.Settings;

namespace EdgeIpc;

/// <summary>Every verb of the program, in the order in which <c>--help</c> shows them.</summary>
internal static class VerbList
{
    public static IEnumerable<Command> Create() =>
    [
        SettingsVerb.Create(),
    ];
}
