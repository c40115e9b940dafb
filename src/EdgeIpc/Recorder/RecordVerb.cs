using System.CommandLine;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Posix;
using EdgeIpc.Verbs;
using StationCommand = EdgeIpc.Commands.Command;

namespace EdgeIpc.Recorder;

/// <summary><c>record start|stop|status</c>: tells the recorder over its queue, and lists what lies on disk.</summary>
internal static class RecordVerb
{
    public static Command Create() => new("record", "Records the samples to disk, from now on or no more.")
    {
        Sub("start", "Begins a recording with the next sample.", instance => Send(instance, new StationCommand.Start())),
        Sub("stop", "Ends the recording; everything is on disk when this returns.", instance => Send(instance, new StationCommand.Stop())),
        Sub("status", "What is being recorded, and which recordings there are.", Status),
    };

    private static Command Sub(string name, string description, Func<StationInstance, ExitCode> run)
    {
        var verb = new Command(name, description);
        verb.SetAction(parsed => (int)run(StationInstance.Find(parsed.GetValue(GlobalOptions.Instance))));
        return verb;
    }

    private static ExitCode Send(StationInstance instance, StationCommand command)
    {
        // A queue outlives its reader: without this look the command would wait for nobody.
        if (!IsRunning(instance)) throw new RefusedException(ExitCode.Unavailable, $"Instance {instance.Name} has no recorder running; 'edgeipc recorder' is one.");
        return SendVerb.Send(instance, Role.Recorder, command, failed: ExitCode.DiskFull);
    }

    private static ExitCode Status(StationInstance instance)
    {
        if (IsRunning(instance)) SendVerb.Send(instance, Role.Recorder, new StationCommand.Status());
        else Console.Out.WriteLine("No recorder is running.");
        var recordings = RecordingShelf.List(instance);
        if (recordings.Count == 0) Console.Out.WriteLine($"There are no recordings in {instance.RecordingsDirectory}.");
        foreach (var recording in recordings)
            Console.Out.WriteLine($"{recording.Number,5}  {recording.StartedAt,-22:u}{recording.SizeBytes / 1e6,10:F1} MB  {recording.Directory}");
        return ExitCode.Ok;
    }

    private static bool IsRunning(StationInstance instance) => FileLock.IsHeld(instance.RoleLockPath(Role.Recorder));
}
