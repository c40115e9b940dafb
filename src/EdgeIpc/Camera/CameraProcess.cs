using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;

namespace EdgeIpc.Camera;

/// <summary><c>edgeipc camera</c>: a simulated camera, pictures of 640 x 480 and of 32 x 24 points into a ring each.</summary>
internal static class CameraProcess
{
    public const int RateHz = 60;
    public const string Grey = "grey", Thermal = "thermal";

    // Below the sensor's 50.
    private const int RealTimePriority = 40;

    /// <summary>About a quarter of a second of large pictures: 4.7 MiB.</summary>
    private const int GreySlots = 16;

    private const int ThermalSlots = 64;

    public static Command CreateVerb() =>
        new Command(Role.Camera, "The process that takes (simulated) pictures into shared memory.").ToDaemon((run, _) => Run(run));

    private static void Run(ProcessRun run)
    {
        using var grey = new FrameStream<GreyFrame>(run.Instance, Grey, new RingChannel("grey", ""), GreySlots, RateHz, Scenes.Draw);
        using var thermal = new FrameStream<ThermalFrame>(run.Instance, Thermal, new RingChannel("temperature", "°C"), ThermalSlots, RateHz, Scenes.Draw);
        IFrameStream[] streams = [grey, thermal];
        using var stop = new EventFd();
        using var registration = run.Stopping.Register(stop.Signal);
        using var epoll = new Epoll();
        for (int i = 0; i < streams.Length; i++) epoll.Add(streams[i].Due, key: i);
        epoll.Add(stop.File, key: streams.Length);
        // As the sensor does: a picture takes 100 us, and a late one is a missed one.
        ResourceLimits.SetTimerSlackOfThisThread(1);
        ResourceLimits.TrySetRealTimePriorityOfThisThread(RealTimePriority);
        run.Ready($"{RateHz} frames a second");
        var ready = new ReadyEvent[streams.Length + 1];
        while (!run.Stopping.IsCancellationRequested)
        {
            epoll.Wait(ready, TimeSpan.FromSeconds(1));
            foreach (var stream in streams) stream.Turn();
            run.Beat();
        }

        foreach (var stream in streams) stream.End();
    }
}
