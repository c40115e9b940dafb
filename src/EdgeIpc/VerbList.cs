using System.CommandLine;
using EdgeIpc.Settings;
using EdgeIpc.Verbs;

namespace EdgeIpc;

/// <summary>Every verb of the program, in the order in which <c>--help</c> shows them.</summary>
internal static class VerbList
{
    public static IEnumerable<Command> Create() =>
    [
        SendVerb.Create(),
        ChatVerb.Create(),
        QueuesVerb.Create(),
        SettingsVerb.Create(),
    ];
}
