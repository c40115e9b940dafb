using EdgeIpc.Paper;

namespace EdgeIpc.Settings;

/// <summary>
/// Every setting there is. The one list from which the file is checked, <c>settings show</c> is printed and the JSON schema
/// is made, so that the three can't disagree.
/// </summary>
internal static class SettingsTable
{
    private const double AnyNumber = 1e9;

    public static IReadOnlyList<Setting> All { get; } =
    [
        Whole("ring.seconds", "How many seconds of samples the ring holds", "s", 1, 3600, s => s.Ring.Seconds),
        Whole("ring.claimBlockSlots", "Samples the writer claims at once; 1 keeps every slot readable", "samples", 1, 1024, s => s.Ring.ClaimBlockSlots),
        Words("sensor.kind", "Where samples come from: a made-up accelerometer, this machine's own load, a recording, a chip on SPI (mcp3008, adxl345) or I2C (bme280, ads1115), or a sensor that the kernel reads", s => s.Sensor.Kind, "sim", "host", "play", "mcp3008", "adxl345", "bme280", "ads1115", "iio"),
        Words("sensor.driver", "Whose driver a chip on SPI or I2C has: own, or that of Iot.Device.Bindings (iot) in a program that was built with -p:UseIotDeviceBindings=true", s => s.Sensor.Driver, "own", "iot"),
        Text("sensor.device", "What the sensor hangs on: /dev/spidev0.0, /dev/i2c-1, an IIO device's file or its driver's name; empty: those, and the first IIO device", 0, 200, s => s.Sensor.Device),
        Whole("sensor.address", "The chip's address on I2C; 0: the one with its address pin to ground (bme280 118, ads1115 72)", "", 0, 119, s => s.Sensor.Address),
        Whole("sensor.inputs", "How many inputs of an mcp3008 or ads1115 are sampled, from the first on", "inputs", 1, 4, s => s.Sensor.Inputs),
        new("sensor.referenceVolts", "The voltage at an mcp3008's VREF", "V", new NumberRange(0.25, 5.5, IsWhole: false), s => [s.Sensor.ReferenceVolts]),
        Text("sensor.file", "The recording that is played: its directory or a segment, from / on", 0, 4096, s => s.Sensor.File),
        Switch("sensor.loop", "Whether the recording begins again at its end; else sampling pauses there", s => s.Sensor.Loop),
        Whole("sensor.rateHz", "Samples a second; of a recording its own rate holds", "Hz", 1, 10_000, s => s.Sensor.RateHz),
        Whole("sensor.seed", "Makes the simulated signal the same again", "", 0, int.MaxValue, s => s.Sensor.Seed),
        Each("sensor.channels[].name", "What the channel is called; null: as the sensor calls it", "", new TextRange(1, 24, IsOptional: true), s => s.Sensor.Channels.Select(c => (object?)c.Name)),
        Each("sensor.channels[].unit", "Its unit; null: as the sensor has it", "", new TextRange(1, 12, IsOptional: true), s => s.Sensor.Channels.Select(c => (object?)c.Unit)),
        Each("sensor.channels[].scale", "What the device's value is multiplied by", "", Number, s => s.Sensor.Channels.Select(c => (object?)c.Scale)),
        Each("sensor.channels[].offset", "What is added to it then", "the channel's unit", Number, s => s.Sensor.Channels.Select(c => (object?)c.Offset)),
        Each("alarms[].channel", "The channel that is watched", "", new TextRange(1, 24), s => s.Alarms.Select(a => (object?)a.Channel)),
        Each("alarms[].direction", "Which side of the threshold is the alarm", "", new WordRange("above", "below"), s => s.Alarms.Select(a => (object?)a.Direction)),
        Each("alarms[].threshold", "Where the alarm begins", "the channel's unit", Number, s => s.Alarms.Select(a => (object?)a.Threshold)),
        Each("alarms[].hysteresis", "How far back the value must go before the alarm ends", "the channel's unit", new NumberRange(0, AnyNumber, IsWhole: false), s => s.Alarms.Select(a => (object?)a.Hysteresis)),
        Each("alarms[].holdMs", "How long the value must stay beyond the threshold", "ms", new NumberRange(0, 3_600_000, IsWhole: true), s => s.Alarms.Select(a => (object?)a.HoldMs)),
        Each("alarms[].print", "Whether the alarm is printed", "", new SwitchRange(), s => s.Alarms.Select(a => (object?)a.Print)),
        Words("panel.kind", "Buttons and lamps: made up, or on GPIO lines", s => s.Panel.Kind, "simulated", "gpio"),
        Text("panel.chipLabel", "The GPIO chip, by the label that gpiodetect shows; empty: the 40 pins of a Raspberry Pi", 0, 64, s => s.Panel.ChipLabel),
        Line("panel.chartButtonLine", "The button that prints a chart", s => s.Panel.ChartButtonLine),
        Line("panel.markButtonLine", "The button that sets a mark", s => s.Panel.MarkButtonLine),
        Line("panel.pauseButtonLine", "The button that pauses and resumes the printer; long: shut down", s => s.Panel.PauseButtonLine),
        Line("panel.samplingLedLine", "The lamp that says: sampling", s => s.Panel.SamplingLedLine),
        Line("panel.printingLedLine", "The lamp that says: printing", s => s.Panel.PrintingLedLine),
        Line("panel.troubleLedLine", "The lamp that says: somebody is needed", s => s.Panel.TroubleLedLine),
        Words("panel.buttonPull", "The resistor of the buttons' pins: up for buttons to ground, down for buttons to 3.3 V, none where the board has one to 3.3 V", s => s.Panel.ButtonPull, "up", "down", "none"),
        Whole("panel.debounceMs", "How long a button must be quiet before it counts", "ms", 0, 1000, s => s.Panel.DebounceMs),
        Whole("panel.longPressMs", "How long a press is a long one", "ms", 500, 30_000, s => s.Panel.LongPressMs),
        Words("printer.profile", "What kind of printer it is", s => s.Printer.Profile, [.. PrinterProfile.Names]),
        Text("printer.device", "Its serial device, such as /dev/serial0; empty: the emulated printer", 0, 200, s => s.Printer.Device),
        Whole("printer.baud", "Speed of the line", "bit/s", 1200, 3_000_000, s => s.Printer.Baud),
        Words("printer.flow", "How the printer stops the sender", s => s.Printer.Flow, "xonxoff", "rtscts", "none"),
        Words("printer.afterCrash", "A job that was being printed when the spooler died or the printer lost its power: go on under a mark, print all of it again as a marked copy, or hold it (print --after-crash decides for one job)", s => s.Printer.AfterCrash, "continue", "reprint", "hold"),
        Switch("printer.allowDrawer", "Whether a document may open the cash drawer", s => s.Printer.AllowDrawer),
        Switch("printer.allowUnknown", "Whether a document may carry commands that are not understood here, so that its rows can't be counted", s => s.Printer.AllowUnknown),
        Whole("spool.documentKilobytes", "The largest document", "KiB", 1, 65_536, s => s.Spool.DocumentKilobytes),
        Whole("spool.queuedJobs", "The most jobs that may wait", "jobs", 1, 100_000, s => s.Spool.QueuedJobs),
        Whole("spool.spoolMegabytes", "The most that waiting documents may take", "MiB", 1, 16_384, s => s.Spool.SpoolMegabytes),
        Whole("spool.historyJobs", "Finished jobs that are remembered", "jobs", 0, 100_000, s => s.Spool.HistoryJobs),
        Whole("spool.historyDays", "How long finished jobs are remembered", "d", 1, 36_500, s => s.Spool.HistoryDays),
        Whole("spool.historyMegabytes", "The most that finished jobs' documents may take; without its document a job can't be restarted", "MiB", 0, 16_384, s => s.Spool.HistoryMegabytes),
        Words("spool.errorPolicy", "What happens to a job that can't be printed (IPP's printer-error-policy)", s => s.Spool.ErrorPolicy, "retry-current-job", "retry-job", "abort-job", "stop-printer"),
        Whole("recorder.syncSeconds", "How often the disk is asked to keep what was recorded: a power cut takes no more than this and 10 s", "s", 1, 3600, s => s.Recorder.SyncSeconds),
        Whole("recorder.historySeconds", "How often the history is written while nothing is recorded; at most half of ring.seconds, whatever stands here", "s", 1, 3600, s => s.Recorder.HistorySeconds),
        Whole("recorder.segmentMegabytes", "A recording's file that would become larger ends, and the next begins; the oldest go as whole files", "MiB", 1, 4096, s => s.Recorder.SegmentMegabytes),
        Whole("recorder.totalMegabytes", "The most that recordings may take; the oldest go", "MiB", 1, 1 << 20, s => s.Recorder.TotalMegabytes),
        Whole("recorder.maxAgeDays", "How long recordings are kept", "d", 1, 36_500, s => s.Recorder.MaxAgeDays),
        Whole("recorder.minFreeMegabytes", "Room on the disk that recordings leave to others", "MiB", 0, 1 << 20, s => s.Recorder.MinFreeMegabytes),
        Text("web.address", "The address that the live page is served at; beyond this machine only with a token", 1, 64, s => s.Web.Address),
        Whole("web.port", "Its port; 0: any that is free", "", 0, 65_535, s => s.Web.Port),
        Text("web.token", "What a page must show to change anything, 24 characters or more; empty: one is made up and printed", 0, 200, s => s.Web.Token),
    ];

    private static NumberRange Number => new(-AnyNumber, AnyNumber, IsWhole: false);

    private static Setting Whole(string key, string meaning, string unit, int lowest, int highest, Func<StationSettings, int> value) =>
        new(key, meaning, unit, new NumberRange(lowest, highest, IsWhole: true), s => [value(s)]);

    private static Setting Line(string key, string meaning, Func<StationSettings, int> value) => Whole(key, meaning, "line number", 0, 1023, value);

    private static Setting Words(string key, string meaning, Func<StationSettings, string> value, params string[] words) =>
        new(key, meaning, "", new WordRange(words), s => [value(s)]);

    private static Setting Text(string key, string meaning, int lengthMin, int lengthMax, Func<StationSettings, string> value) =>
        new(key, meaning, "", new TextRange(lengthMin, lengthMax), s => [value(s)]);

    private static Setting Switch(string key, string meaning, Func<StationSettings, bool> value) =>
        new(key, meaning, "", new SwitchRange(), s => [value(s)]);

    private static Setting Each(string key, string meaning, string unit, ISettingRange range, Func<StationSettings, IEnumerable<object?>> values) =>
        new(key, meaning, unit, range, values);
}
