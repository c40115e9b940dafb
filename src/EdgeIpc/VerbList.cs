using System.CommandLine;
using EdgeIpc.Camera;
using EdgeIpc.Bench;
using EdgeIpc.Controller;
using EdgeIpc.Doctor;
using EdgeIpc.Documents;
using EdgeIpc.Lessons;
using EdgeIpc.PrinterEmulator;
using EdgeIpc.Recorder;
using EdgeIpc.Settings;
using EdgeIpc.Spooler;
using EdgeIpc.Station;
using EdgeIpc.Verbs;

namespace EdgeIpc;

/// <summary>Every verb of the program, in the order in which <c>--help</c> shows them.</summary>
internal static class VerbList
{
    public static IEnumerable<Command> Create() =>
    [
        DeviceTestVerbs.Sensor(),
        ControllerProcess.CreateVerb(),
        EmulatorVerb.Create(),
        SpoolerVerb.Create(),
        RecorderProcess.CreateVerb(),
        CameraProcess.CreateVerb(),
        .. ViewerProcess.CreateVerbs(),
        DemoVerb.Create(),
        UpVerb.Create(),
        Page.WebProcess.CreateVerb(),
        StatusVerb.Create(),
        PrintVerb.Create(),
        EncodeVerb.Create(),
        JobsVerb.Create(),
        JobVerb.Create(),
        PrinterVerb.Create(),
        SendVerb.Create(),
        ChatVerb.Create(),
        QueuesVerb.Create(),
        TapVerb.Create(),
        TopVerb.Create(),
        WatchVerb.Create(),
        RecordVerb.Create(),
        PlayVerb.Create(),
        ExportVerb.Create(),
        ImportVerb.Create(),
        SettingsVerb.Create(),
        DoctorVerb.Create(),
        DecodePictureVerb.Create(),
        LessonVerb.Create(),
        BenchVerb.Create(),
        BenchVerb.CreateSide(),
        DeviceTestVerbs.Button(),
        DeviceTestVerbs.Led(),
    ];
}
