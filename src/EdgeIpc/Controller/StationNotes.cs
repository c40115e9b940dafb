using EdgeIpc.Paper;

namespace EdgeIpc.Controller;

/// <summary>Marks and alarms of late, for the receipts; the log has them all.</summary>
internal sealed class StationNotes
{
    public const int NotesMax = 100;
    private readonly Queue<(long AtNs, string Text, string Kind)> _notes = new();

    /// <param name="kind">Notes of one kind are gathered on paper; empty: this one stands alone.</param>
    public void Add(long atNs, string text, string kind = "")
    {
        if (_notes.Count == NotesMax) _notes.Dequeue();
        _notes.Enqueue((atNs, text, kind));
    }

    /// <summary>The notes of a span, oldest first.</summary>
    /// <param name="toWallTime">Turns CLOCK_MONOTONIC ns into a time for people.</param>
    public IReadOnlyList<AlarmNote> Between(long fromNs, long toNs, Func<long, DateTimeOffset> toWallTime) =>
        [.. _notes.Where(note => note.AtNs >= fromNs && note.AtNs <= toNs).Select(note => new AlarmNote(toWallTime(note.AtNs), note.Text, note.Kind))];
}
