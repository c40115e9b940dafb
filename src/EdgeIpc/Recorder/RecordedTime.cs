using System.Globalization;
using EdgeIpc.Station;

namespace EdgeIpc.Recorder;

/// <summary>A moment of a recording as people name it: so long after its first sample, or by the wall clock.</summary>
internal readonly record struct RecordedTime(TimeSpan? SinceStart, DateTimeOffset? At)
{
    public const string Allowed = "so long after the first sample (10s, 5m, 1.5h), or a date and time (2026-03-01T12:00:00Z)";

    /// <param name="option">For the sentence.</param>
    /// <param name="text">Null for none.</param>
    /// <exception cref="RefusedException">Neither a length of time nor a date.</exception>
    public static RecordedTime? Parse(string option, string? text)
    {
        if (text is null) return null;
        if (DemoOptions.ParseTime(text) is { } since) return new RecordedTime(since, null);
        const DateTimeStyles UniversalUnlessSaid = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, UniversalUnlessSaid, out var at)) return new RecordedTime(null, at);
        throw new RefusedException(ExitCode.Usage, $"{option} {text} is no moment: {Allowed}.");
    }

    public DateTimeOffset From(DateTimeOffset start) => At ?? start + SinceStart!.Value;
}

/// <summary>The part of a recording that is wanted; its first sample is where times begin.</summary>
internal sealed class ExportRange(RecordedTime? from, RecordedTime? to)
{
    private DateTimeOffset? _from;
    private DateTimeOffset _to;

    /// <summary>Whether a sample is in it. To be asked from the first sample on, in their order.</summary>
    public bool Holds(DateTimeOffset at)
    {
        if (_from is null)
        {
            _from = from?.From(at) ?? DateTimeOffset.MinValue;
            _to = to?.From(at) ?? DateTimeOffset.MaxValue;
        }

        return at >= _from && at < _to;
    }
}
