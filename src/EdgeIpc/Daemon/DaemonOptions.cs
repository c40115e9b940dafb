using System.CommandLine;
using EdgeIpc.Instance;

namespace EdgeIpc.Daemon;

/// <summary>The options that every process of the station takes, beside <c>--instance</c>.</summary>
internal static class DaemonOptions
{
    public static Option<string?> Settings { get; } = new("--settings")
    {
        Description = "The settings file; without it /etc/edgeipc/settings.json if there is one, else the defaults.",
        HelpName = "FILE",
    };

    public static Option<bool> Lifeline { get; } = new("--lifeline")
    {
        Description = "Standard input is a supervisor's lifeline: when it ends, so does this process.",
        Hidden = true,
    };

    /// <summary>A verb that runs a role: the options above, and a body inside a <see cref="ProcessRun"/>.</summary>
    public static Command ToDaemon(this Command command, Action<ProcessRun, ParseResult> body)
    {
        command.Options.Add(Settings);
        command.Options.Add(Lifeline);
        command.SetAction(parsed =>
        {
            var instance = StationInstance.OpenOrCreate(InstanceName.Parse(parsed.GetValue(GlobalOptions.Instance) ?? "station"));
            return ProcessRun.Execute(instance, command.Name, parsed.GetValue(Lifeline), run =>
            {
                body(run, parsed);
                return ExitCode.Ok;
            });
        });
        return command;
    }
}
