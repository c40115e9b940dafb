using System.CommandLine;
using System.Globalization;
using EdgeIpc.Daemon;
using EdgeIpc.Instance;
using EdgeIpc.Ring;
using EdgeIpc.Verbs;

namespace EdgeIpc.Recorder;

/// <summary><c>play FILE</c>: a recording at its own pace, into a ring of its own that every reader of rings can follow.</summary>
internal static class PlayVerb
{
    private const double SlowestSpeed = 0.1;
    private const double FastestSpeed = 100;
    private static readonly TimeSpan RingSpan = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A recording: its directory, or one segment (*.rec)." };
        var speed = new Option<double>("--speed") { Description = "Recorded seconds per second, 0.1 to 100.", DefaultValueFactory = _ => 1, HelpName = "X" };
        var loop = new Option<bool>("--loop") { Description = "Begins again at the end, until stopped." };
        var json = new Option<bool>("--json") { Description = "Print the figures at the end as one JSON object." };
        var verb = new Command("play", "Plays a recording into a ring of its own (play.ring of the instance), and says how well the pace was kept.") { file, speed, loop, json };
        verb.SetAction(parsed =>
        {
            double factor = parsed.GetValue(speed);
            if (!(factor is >= SlowestSpeed and <= FastestSpeed)) throw new RefusedException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"--speed {factor} is out of range: {SlowestSpeed} to {FastestSpeed} is allowed."));
            var end = Play(parsed.GetValue(GlobalOptions.Instance), parsed.GetValue(file)!, factor, parsed.GetValue(loop));
            Console.Out.WriteLine(parsed.GetValue(json) ? end.ToJson() : end.ToString());
            return (int)(end.IsDamaged ? ExitCode.BadDocument : ExitCode.Ok);
        });
        return verb;
    }

    private static PlaybackEnd Play(string? wanted, string path, double speed, bool loop)
    {
        var (rateHz, channels) = PlayableRecording.Read(path);
        var (instance, isMade) = FindOrMake(wanted);
        try
        {
            using var role = instance.TakeRole(Role.Player);
            using var ring = RingWriter<Sample>.Open(instance.PlayRingPath, new RingOptions { SlotCount = RingOptions.SlotCountFor(RingSpan, rateHz * speed), Channels = channels }, instance.Sharing);
            using var stop = new StopSignals();
            Console.Error.WriteLine($"edgeipc: playing {path} into {instance.PlayRingPath}");
            using var playback = new Playback(path, new PlaybackOptions { Speed = speed, Loop = loop, RateHz = rateHz }, ring, TimeProvider.System);
            return playback.Run(new PlaybackReport(Console.Error, isTerminal: !Console.IsErrorRedirected), stop.Token);
        }
        finally
        {
            if (isMade) instance.Remove();
        }
    }

    /// <summary>The only running station's instance, or the named one; where there is none, one that lives as long as the playing.</summary>
    private static (StationInstance Instance, bool IsMade) FindOrMake(string? wanted)
    {
        if (wanted is null && InstanceName.Existing().Count > 0) return (StationInstance.Find(null), false);
        var name = InstanceName.Parse(wanted ?? "play");
        if (Directory.Exists(name.Directory)) return (StationInstance.At(name), false);
        return (StationInstance.OpenOrCreate(name), true);
    }
}
