using EdgeIpc.Playout;
using EdgeIpc.Ring;

namespace EdgeIpc.Recorder;

/// <summary>What has to be known of a recording before it is played: looked at first, so that what can't be played is refused before anything is made.</summary>
/// <param name="RateHz">As its header says, else as far apart as its first samples are.</param>
internal sealed record PlayableRecording(double RateHz, IReadOnlyList<RingChannel> Channels)
{
    /// <exception cref="RefusedException">No such file, no recording of samples, or not one whole block in it.</exception>
    public static PlayableRecording Read(string path)
    {
        using var recording = SampleRecording.Open(path);
        for (var step = recording.Next(); step != RecordingStep.End; step = recording.Next())
        {
            if (step == RecordingStep.Block) return new PlayableRecording(RateOf(recording), SampleRecording.ChannelsOf(recording.Description));
        }

        throw new RefusedException(ExitCode.BadDocument, $"{path} holds no whole block of samples.");
    }

    private static double RateOf(RecordingReader recording)
    {
        if (recording.Description.RateHz > 0) return recording.Description.RateHz;
        var samples = SampleRecording.SamplesOf(recording);
        long spanNs = samples[^1].TakenAtNs - samples[0].TakenAtNs;
        return spanNs > 0 ? Math.Clamp((samples.Length - 1) * 1e9 / spanNs, 1, 1e6) : 1;
    }
}
