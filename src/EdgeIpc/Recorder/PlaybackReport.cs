using System.Globalization;
using EdgeIpc.Playout;

namespace EdgeIpc.Recorder;

/// <summary>What a person sees of a playing: a line for each change of state, and on a terminal a running count.</summary>
internal sealed class PlaybackReport(TextWriter output, bool isTerminal)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private PlayoutState? _shown;
    private long _shownAt;

    /// <summary>Shows the state, when there is something new in it.</summary>
    public void Show(PlayoutState state, long samples, long underruns)
    {
        bool isNew = state != _shown;
        if (!isNew && (!isTerminal || TimeProvider.System.GetElapsedTime(_shownAt) < Period)) return;
        (_shown, _shownAt) = (state, TimeProvider.System.GetTimestamp());
        string word = state switch
        {
            PlayoutState.Filling => "filling",
            PlayoutState.Playing => "playing",
            PlayoutState.Buffering => "buffering",
            _ => "ended",
        };
        string line = string.Create(CultureInfo.InvariantCulture, $"{word,-10} {samples,10} samples, {underruns} underruns");
        lock (_gate)
        {
            if (isTerminal) output.Write(state == PlayoutState.Ended ? $"\r{line}\n" : $"\r{line}");
            else output.WriteLine(line);
        }
    }

    /// <summary>A sentence about the recording.</summary>
    public void Tell(string sentence)
    {
        lock (_gate) output.WriteLine(isTerminal ? $"\redgeipc: {sentence}" : $"edgeipc: {sentence}");
    }
}
