using EdgeIpc.Paper;
using EdgeIpc.Spool;
using EdgeIpc.Spooler;
using EdgeIpc.Web;

namespace EdgeIpc.Page;

/// <summary>
/// The paper of a job on a printer that nobody can look into: drawn from the very bytes that it gets. The last one is kept: drawing
/// a long job takes a core for a second.
/// </summary>
/// <param name="spoolLock">Held while the spool is asked: it is one thread's at a time.</param>
internal sealed class JobPreview(PrintSpool spool, Lock spoolLock, JobPlan planner, PrinterProfile profile, int lineBaud)
{
    private readonly Lock _lock = new();
    private (long Job, byte[]? Png) _last;

    /// <summary>The job to look at: the one in hand, else the last one that was printed; 0 when there is none.</summary>
    public static long JobOf(StationView view) =>
        (view.Jobs.FirstOrDefault(job => job.State is "processing" or "processing-stopped") ?? view.Jobs.FirstOrDefault(job => job.State == "completed"))?.Number ?? 0;

    /// <summary>Null when its document is no longer kept.</summary>
    public byte[]? TryDraw(long jobNumber)
    {
        lock (_lock)
        {
            if (_last.Job != jobNumber) _last = (jobNumber, Draw(jobNumber));
            return _last.Png;
        }
    }

    private byte[]? Draw(long jobNumber)
    {
        Job? job;
        byte[]? document;
        lock (spoolLock) (job, document) = (spool.Find(jobNumber), spool.Document(jobNumber));
        if (job is null || document is null) return null;
        if (planner.Build(job.Format, document) is not PlanResult.Planned { Plan: var plan }) return null;
        using var png = new MemoryStream();
        PlanRehearsal.Run(plan, profile, lineBaud).Paper.WritePng(png);
        return png.ToArray();
    }
}
