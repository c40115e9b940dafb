namespace EdgeIpc.Daemon;

/// <summary>The processes of a station. A role is one process at a time; its name is its verb, its lock, its queue and its counter page.</summary>
internal static class Role
{
    public const string Supervisor = "supervisor";
    public const string Sensor = "sensor";
    public const string Controller = "controller";
    public const string Spooler = "spooler";
    public const string Web = "web";
    public const string PrinterEmulator = "printer-emulator";
    public const string Recorder = "recorder";
    public const string Player = "player";
    public const string Camera = "camera";

    /// <summary>One of those who look at the camera's frames, 1 to <see cref="ViewersMax"/>.</summary>
    public static string Viewer(int number) => $"{ViewerPrefix}{number}";

    public const string ViewerPrefix = "viewer-";
    public const int ViewersMax = 3;
}
