using System.CommandLine;
using EdgeIpc.Controller;
using EdgeIpc.PrinterEmulator;
using EdgeIpc.Sensor;
using EdgeIpc.Settings;
using EdgeIpc.Station;
using EdgeIpc.Verbs;

namespace EdgeIpc;

/// <summary>Every verb of the program, in the order in which <c>--help</c> shows them.</summary>
internal static class VerbList
{
    public static IEnumerable<Command> Create() =>
    [
        SensorProcess.CreateVerb(),
        ControllerProcess.CreateVerb(),
        EmulatorVerb.Create(),
        DemoVerb.Create(),
        UpVerb.Create(),
        StatusVerb.Create(),
        Controller.ControllerProcess.CreateVerb(),
        SendVerb.Create(),
        ChatVerb.Create(),
        QueuesVerb.Create(),
        TapVerb.Create(),
        SettingsVerb.Create(),
        DeviceTestVerbs.Button(),
        DeviceTestVerbs.Led(),
    ];
}
