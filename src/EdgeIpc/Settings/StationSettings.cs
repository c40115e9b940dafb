namespace EdgeIpc.Settings;

/// <summary>
/// Everything a station can be told, as one JSON file. Immutable. Units stand in the names; ranges and meanings stand in
/// <see cref="SettingsTable"/>, which also checks them.
/// </summary>
internal sealed record StationSettings
{
    public RingSettings Ring { get; init; } = new();
    public SensorSettings Sensor { get; init; } = new();
    public IReadOnlyList<AlarmSettings> Alarms { get; init; } = [];
    public PanelSettings Panel { get; init; } = new();
    public PrinterSettings Printer { get; init; } = new();
    public SpoolSettings Spool { get; init; } = new();
    public RecorderSettings Recorder { get; init; } = new();
    public WebSettings Web { get; init; } = new();
}

internal sealed record RingSettings
{
    public int Seconds { get; init; } = 60;
    public int ClaimBlockSlots { get; init; } = 1;
}

internal sealed record SensorSettings
{
    public string Kind { get; init; } = "sim";
    public string Driver { get; init; } = "own";

    /// <summary>The recording that is played; its own rate holds then.</summary>
    public string File { get; init; } = "";
    public bool Loop { get; init; }
    public int RateHz { get; init; } = 1000;
    public int Seed { get; init; }

    /// <summary>Where a sensor of wires hangs; empty: where a Raspberry Pi has it.</summary>
    public string Device { get; init; } = "";
    public int Address { get; init; }
    public int Inputs { get; init; } = 4;
    public double ReferenceVolts { get; init; } = 3.3;

    /// <summary>Changes to the device's own channels, by position; a device with more channels keeps the rest as it gives them.</summary>
    public IReadOnlyList<ChannelSettings> Channels { get; init; } = [];
}

/// <summary>A channel's value is the device's, times <see cref="Scale"/>, plus <see cref="Offset"/>.</summary>
internal sealed record ChannelSettings
{
    public string? Name { get; init; }
    public string? Unit { get; init; }
    public double Scale { get; init; } = 1;
    public double Offset { get; init; }
}

internal sealed record AlarmSettings
{
    public string Channel { get; init; } = "";
    public string Direction { get; init; } = "above";
    public double Threshold { get; init; }
    public double Hysteresis { get; init; }
    public int HoldMs { get; init; }
    public bool Print { get; init; } = true;
}

/// <summary>The buttons and lamps that a person touches and sees. GPIO line numbers are those of the chip.</summary>
internal sealed record PanelSettings
{
    public string Kind { get; init; } = "simulated";

    /// <summary>Empty: the 40-pin header of a Raspberry Pi, whatever its chip is called.</summary>
    public string ChipLabel { get; init; } = "";
    public int ChartButtonLine { get; init; } = 17;
    public int MarkButtonLine { get; init; } = 27;
    public int PauseButtonLine { get; init; } = 22;
    public int SamplingLedLine { get; init; } = 23;
    public int PrintingLedLine { get; init; } = 24;
    public int TroubleLedLine { get; init; } = 25;
    public string ButtonPull { get; init; } = "up";
    public int DebounceMs { get; init; } = 20;
    public int LongPressMs { get; init; } = 3000;
}

internal sealed record PrinterSettings
{
    public string Profile { get; init; } = "edgeipc-58";

    /// <summary>Empty: the emulated printer of the instance.</summary>
    public string Device { get; init; } = "";
    public int Baud { get; init; } = 19_200;
    public string Flow { get; init; } = "xonxoff";
    public string AfterCrash { get; init; } = "continue";
    public bool AllowDrawer { get; init; }
    public bool AllowUnknown { get; init; }
}

internal sealed record SpoolSettings
{
    public int DocumentKilobytes { get; init; } = 4096;
    public int QueuedJobs { get; init; } = 1000;
    public int SpoolMegabytes { get; init; } = 64;
    public int HistoryJobs { get; init; } = 500;
    public int HistoryDays { get; init; } = 30;
    public int HistoryMegabytes { get; init; } = 16;
    public string ErrorPolicy { get; init; } = "retry-current-job";
}

/// <summary>What recordings of the samples may cost. Cards wear by what is written: 1 kHz of four channels is 20 to 50 MB an hour.</summary>
internal sealed record RecorderSettings
{
    public int SyncSeconds { get; init; } = 30;
    public int HistorySeconds { get; init; } = 300;
    public int SegmentMegabytes { get; init; } = 64;
    public int TotalMegabytes { get; init; } = 2048;
    public int MaxAgeDays { get; init; } = 7;
    public int MinFreeMegabytes { get; init; } = 256;
}

/// <summary>The live page. Without a token of its own it is served to this machine only.</summary>
internal sealed record WebSettings
{
    public string Address { get; init; } = "127.0.0.1";
    public int Port { get; init; } = 8080;

    /// <summary>Empty: one is made up for each instance.</summary>
    public string Token { get; init; } = "";
}
