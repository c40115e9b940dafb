using System.CommandLine;
using EdgeIpc.Daemon;

namespace EdgeIpc.Settings;

/// <summary><c>settings show|check|default|schema</c>: what can be set, what is set, and whether it may be.</summary>
internal static class SettingsVerb
{
    public static Command Create()
    {
        var verb = new Command("settings", "Every setting with its value, default, unit and range; checks a settings file.");
        verb.Subcommands.Add(Sub("show", "Every setting: its value, and what is allowed.", Show));
        verb.Subcommands.Add(Sub("check", "Says whether the file may be used; exit code 78 when not.", _ => Console.Out.WriteLine("The settings are good.")));
        verb.Subcommands.Add(Fixed("default", "A settings file with every default.", () => SettingsFile.Write(new StationSettings())));
        verb.Subcommands.Add(Fixed("schema", "The JSON schema of the settings file, for editors.", () => SettingsSchema.Create().ToString()));
        return verb;
    }

    private static Command Sub(string name, string description, Action<StationSettings> action)
    {
        var verb = new Command(name, description);
        verb.Options.Add(DaemonOptions.Settings);
        verb.SetAction(parsed => action(SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings))));
        return verb;
    }

    private static Command Fixed(string name, string description, Func<string> text)
    {
        var verb = new Command(name, description);
        verb.SetAction(_ => Console.Out.WriteLine(text()));
        return verb;
    }

    private static void Show(StationSettings settings)
    {
        var defaults = new StationSettings();
        foreach (var setting in SettingsTable.All)
        {
            string value = setting.ValueIn(settings), byDefault = setting.ValueIn(defaults);
            string note = value == byDefault ? "" : $"   (default {byDefault})";
            Console.Out.WriteLine($"{setting.Key,-28} {(value is "" ? "-" : value)} {setting.Unit}{note}");
            Console.Out.WriteLine($"{"",-28} {setting.Meaning}; allowed: {setting.Range.Text}");
        }
    }
}
