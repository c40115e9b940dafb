using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Ring.Frames;

namespace EdgeIpc.Camera;

/// <summary><c>edgeipc viewer-1</c>, <c>viewer-2</c>, <c>viewer-3</c>: those who look at the camera's frames, each at its own pace.</summary>
internal static class ViewerProcess
{
    public static IEnumerable<Command> CreateVerbs() => Enumerable.Range(1, Role.ViewersMax).Select(number =>
        new Command(Role.Viewer(number), "A process that looks at the camera's pictures and checks each.") { Hidden = true }.ToDaemon((run, _) => Run(run)));

    private static void Run(ProcessRun run)
    {
        using var grey = new FrameIntake<GreyFrame>(run.Instance, CameraProcess.Grey, run.Role);
        using var thermal = new FrameIntake<ThermalFrame>(run.Instance, CameraProcess.Thermal, run.Role);
        run.Ready("looking at frames");
        while (!run.Stopping.IsCancellationRequested)
        {
            // Large frames come as often as small ones: who waits for one kind finds both.
            bool any = grey.ReadAll() | thermal.ReadAll();
            if (!any) Wait(grey, run.Stopping);
            run.Beat();
        }

        grey.ReadAll();
        thermal.ReadAll();
    }

    private static void Wait(FrameIntake<GreyFrame> intake, CancellationToken stopping)
    {
        try
        {
            intake.Wait(stopping);
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it slept.
        }
    }
}
