using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Settings;
using EdgeIpc.Spool;

namespace EdgeIpc.Spooler;

/// <summary><c>spooler</c>: the process that prints what lies in the spool.</summary>
internal static class SpoolerVerb
{
    public static Command Create() => new Command(Role.Spooler, "Prints what lies in the spool, job after job (what a unit's ExecStart runs).")
        .ToDaemon((run, parsed) =>
        {
            var settings = SettingsFile.Load(parsed.GetValue(DaemonOptions.Settings));
            using var spooler = new SpoolerProcess(run, settings);
            try
            {
                spooler.Run();
            }
            catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
            {
                // Told to stop while it waited for room on the disk: the journal says what is open.
            }
        });

    /// <summary>The policy by its word in the settings.</summary>
    public static PrinterErrorPolicy ToErrorPolicy(this SpoolSettings settings) => settings.ErrorPolicy switch
    {
        "retry-job" => PrinterErrorPolicy.RetryJob,
        "abort-job" => PrinterErrorPolicy.AbortJob,
        "stop-printer" => PrinterErrorPolicy.StopPrinter,
        _ => PrinterErrorPolicy.RetryCurrentJob,
    };
}
