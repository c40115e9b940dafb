using EdgeIpc.HardwareTests.Machine;

namespace EdgeIpc.HardwareTests;

/// <summary>
/// The station on the target: the program, its settings, and one plain systemd unit, all of the tests' own and beside
/// whatever else is installed there. It runs as a system user with the groups that the devices ask for.
/// </summary>
internal sealed class HilStation(Target target)
{
    public const int LineBaud = 115_200;
    public const string Unit = "hil-edgeipc.service";
    public const string Directory = "/opt/edgeipc-hil";
    public const string StateDirectory = "/var/lib/edgeipc-hil";
    public const int ChartButton = 17, MarkButton = 27, PauseButton = 22, SamplingLed = 23, PrintingLed = 24, TroubleLed = 25;

    private const string Settings = "/etc/edgeipc-hil.json";
    private const string HostSensor = """ "kind": "host", "rateHz": 50 """;

    private const string StartScript = $"systemctl reset-failed {Unit} 2> /dev/null; systemctl start {Unit}";
    private const string StopScript = $"systemctl stop {Unit} 2> /dev/null || true";

    private string _chipLabel = "", _uart = "";

    /// <summary>Puts the program and the unit there; once for all tests.</summary>
    public void Install(string program, string user, string chipLabel, string uart)
    {
        target.Try($"systemctl stop {Unit}; mkdir -p {Directory}; id {user} > /dev/null 2>&1 || useradd --system --no-create-home {user}");
        target.Put(program, Directory);
        (_chipLabel, _uart) = (chipLabel, uart);
        target.Run(SettingsScript(HostSensor));
        target.Run(WriteScript($"/etc/systemd/system/{Unit}", $"""
            [Unit]
            Description=EdgeIpc under the hardware tests
            StartLimitIntervalSec=0

            [Service]
            Type=notify
            NotifyAccess=main
            ExecStart={Directory}/edgeipc up --instance hil --settings {Settings}
            User={user}
            SupplementaryGroups=gpio i2c spi dialout
            StateDirectory=edgeipc-hil
            Environment=XDG_STATE_HOME={StateDirectory}
            KillMode=mixed
            Restart=on-failure
            RestartSec=200ms
            TimeoutStartSec=120
            WatchdogSec=20
            """));
        target.Run("systemctl daemon-reload");
        User = user;
    }

    /// <summary>Who the station runs as.</summary>
    public string User { get; private set; } = "";

    /// <summary>A station without a past.</summary>
    /// <param name="sensor">The members of its settings' "sensor".</param>
    public void StartFresh(string sensor = HostSensor)
    {
        target.Run($"{StopScript}\nrm -rf {StateDirectory}/* /dev/shm/edgeipc-*-hil\n{SettingsScript(sensor)}\n{StartScript}");
    }

    public void Start() => target.Run(StartScript);

    public void Stop() => target.Run(StopScript);

    /// <summary>Runs a verb of the program against the station.</summary>
    public string Edgeipc(string arguments) => target.Run(Command(arguments));

    public void AwaitEdgeipc(string arguments, string contains, string what) => target.Await($"{Command(arguments)} | grep -q '{contains}'", what);

    public string Command(string arguments) => $"runuser -u {User} -- env XDG_STATE_HOME={StateDirectory} {Directory}/edgeipc --instance hil {arguments}";

    /// <summary>Submits a document of numbered lines; it must be accepted.</summary>
    public void PrintLines(int count, string title = "lines")
    {
        var outcome = TryPrintLines(count, title);
        Assert.True(outcome.ExitCode == 0, $"The document was not accepted: {outcome.Errors}");
    }

    public Outcome TryPrintLines(int count, string title = "lines")
    {
        string lines = string.Concat(Enumerable.Range(1, count).Select(number => NumberedLines.Line(title, number) + '\n'));
        return target.Try($"cat > /tmp/{title}.txt <<'TEXT'\n{lines}TEXT\n{Command($"print /tmp/{title}.txt --title {title}")}");
    }

    public void AwaitCompleted(int jobs) => target.Await(
        $"test \"$({Command("jobs --all --json")} | grep -c '\"state\": \"completed\"')\" -ge {jobs}", $"{jobs} jobs are completed");

    /// <summary>Waits until a process of the station has said something since it was started fresh.</summary>
    public void AwaitLogged(string role, string sentence, string what) => target.Await($"grep -q '{sentence}' {StateDirectory}/edgeipc/hil/logs/{role}.log", what);

    private string SettingsScript(string sensor) => WriteScript(Settings, $$"""
        {
          "panel": { "kind": "gpio", "chipLabel": "{{_chipLabel}}", "longPressMs": 1500 },
          "printer": { "device": "{{_uart}}", "baud": {{LineBaud}}, "flow": "xonxoff" },
          "sensor": { {{sensor}} },
          "recorder": { "minFreeMegabytes": 1, "totalMegabytes": 64 }
        }
        """);

    private static string WriteScript(string path, string text) => $"cat > {path} <<'TEXT'\n{text}\nTEXT";
}
