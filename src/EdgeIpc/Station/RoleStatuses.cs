using EdgeIpc.Instance;
using EdgeIpc.Ledger;

namespace EdgeIpc.Station;

/// <summary>One process as its counter page and the kernel show it.</summary>
/// <param name="Starts">How often a process of this role started in this instance.</param>
internal sealed record RoleStatus(string Role, int Pid, bool IsAlive, long Starts, double CpuSeconds, double ResidentMegabytes);

/// <summary>Who works in an instance, by the pages they left: a page outlives its process, so also the dead are told.</summary>
internal static class RoleStatuses
{
    public static IReadOnlyList<RoleStatus> Read(StationInstance instance)
    {
        var pages = instance.Counters;
        IEnumerable<(string Role, string Path)> known =
        [
            (Daemon.Role.Supervisor, pages.Supervisor),
            (Daemon.Role.Sensor, pages.Sensor),
            (Daemon.Role.Camera, pages.Camera(Camera.CameraProcess.Grey)),
            .. Enumerable.Range(1, Daemon.Role.ViewersMax).Select(Daemon.Role.Viewer).Select(viewer => (viewer, pages.FrameReader(Camera.CameraProcess.Grey, viewer))),
            (Daemon.Role.Controller, pages.Receiver(Daemon.Role.Controller)),
            (Daemon.Role.Spooler, pages.Spooler),
            (Daemon.Role.PrinterEmulator, pages.PrinterEmulator),
            (Daemon.Role.Recorder, pages.Reader(Daemon.Role.Recorder)),
            (Daemon.Role.Web, pages.Web),
        ];
        return [.. known.Select(page => (page.Role, Owner: CounterPage.TryReadOwner(page.Path))).Where(page => page.Owner is not null).Select(page => Of(page.Role, page.Owner!.Value))];
    }

    private static RoleStatus Of(string role, PageOwner owner)
    {
        var usage = ProcessUsage.TryRead(owner);
        return new RoleStatus(role, owner.ProcessId, usage is not null, owner.Starts, usage?.CpuTime.TotalSeconds ?? 0, (usage?.ResidentBytes ?? 0) / 1048576.0);
    }
}
