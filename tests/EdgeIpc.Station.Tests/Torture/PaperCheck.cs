using System.Text;
using EdgeIpc.Paper;

namespace EdgeIpc.Tests.Torture;

/// <summary>
/// Reads the paper as a person would who was told what had been submitted: every piece of every document is there, whole
/// and in its order, and wherever one comes again a mark with the document's title stands before it. Knows nothing of
/// journals and ledgers.
/// </summary>
internal sealed class PaperCheck
{
    private readonly Dictionary<string, Progress> _documents;
    private readonly List<string> _faults = [];

    private PaperCheck(IEnumerable<NumberedDocument> documents) => _documents = documents.ToDictionary(document => document.Title, document => new Progress(document), StringComparer.Ordinal);

    /// <summary>Pieces that came again, all of them under a mark.</summary>
    public int Repeated => _documents.Values.Sum(progress => progress.Repeated);

    public int Pieces => _documents.Values.Sum(progress => progress.Next);

    public static PaperCheck Read(IReadOnlyCollection<NumberedDocument> documents, PrinterProfile profile, ReadOnlySpan<byte> rows, string text)
    {
        var check = new PaperCheck(documents);
        check.ReadRows(rows, documents.Where(document => document.IsPicture).SelectMany(document => Marks(profile, document.Title)).ToList());
        check.ReadLines(text);
        foreach (var progress in check._documents.Values)
        {
            if (progress.Next < progress.Wanted) check._faults.Add($"{progress.Document.Title} ends at piece {progress.Next} of {progress.Wanted}");
        }

        Assert.True(check._faults.Count == 0, string.Join("; ", check._faults.Take(10)));
        return check;
    }

    private void ReadRows(ReadOnlySpan<byte> rows, List<(string Title, byte[] Rows)> marks)
    {
        const int width = NumberedDocument.BytesPerRow;
        for (int at = 0; at < rows.Length; at += width)
        {
            var row = rows.Slice(at, width);
            if (!row.ContainsAnyExcept((byte)0)) continue;
            if (NumberedDocument.NameOf(Encoding.Latin1.GetString(row[..10])) is { } name && _documents.TryGetValue(name.Title, out var progress))
            {
                // A row that was torn in its middle is no row: the whole one has to come.
                if (row.SequenceEqual(progress.Document.Row(name.Index))) Take(progress, name.Index);
                continue;
            }

            foreach (var (title, image) in marks)
            {
                if (rows[at..].StartsWith(image)) _documents[title].NoteMark();
            }
        }
    }

    private void ReadLines(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            if (NumberedDocument.NameOf(line) is { } name && _documents.TryGetValue(name.Title, out var progress))
            {
                if (line == progress.Document.Line(name.Index)) Take(progress, name.Index);
                else _faults.Add($"\"{line}\" is no line of {name.Title}");
            }
            else if (line.Contains("continued: t", StringComparison.Ordinal) || line.Contains("COPY: t", StringComparison.Ordinal))
            {
                string title = line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..][..4];
                if (_documents.TryGetValue(title, out var marked)) marked.NoteMark();
            }
        }
    }

    private void Take(Progress progress, int index)
    {
        if (progress.Take(index) is { } fault) _faults.Add(fault);
    }

    private static (string Title, byte[] Rows)[] Marks(PrinterProfile profile, string title) =>
        [(title, InkedRows(profile, MarkBand.Continued(profile, title))), (title, InkedRows(profile, MarkBand.Copy(profile, title)))];

    /// <summary>The inked rows of a mark, as this printer draws them.</summary>
    private static byte[] InkedRows(PrinterProfile profile, Band mark)
    {
        var model = new PrinterModel(profile, new PrinterModelOptions { LineBaud = 115_200, TimeScale = 1000 });
        byte[] bytes = mark.Bytes.ToArray();
        long nowNs = 0;
        for (int sent = 0; sent < bytes.Length || !model.IsIdle;)
        {
            sent += model.Receive(bytes.AsSpan(sent), nowNs);
            nowNs += 1_000_000;
            model.AdvanceTo(nowNs);
        }

        byte[] dots = model.Paper.Look().Dots.ToArray();
        int width = profile.WidthDots / 8;
        int first = dots.AsSpan().IndexOfAnyExcept((byte)0) / width, last = dots.AsSpan().LastIndexOfAnyExcept((byte)0) / width;
        return dots[(first * width)..((last + 1) * width)];
    }

    /// <summary>How far a document has come on the paper.</summary>
    private sealed class Progress(NumberedDocument document)
    {
        // After a mark the first copy may begin again, or the second: the paper tells which only by what follows.
        private List<int> _due = [0];
        private bool _isMarked;

        public NumberedDocument Document => document;

        /// <summary>The first piece that was never there, counted over all copies.</summary>
        public int Next { get; private set; }

        public int Repeated { get; private set; }

        public int Wanted => document.Pieces * document.Copies;

        public void NoteMark() => _isMarked = true;

        public string? Take(int index)
        {
            var places = _isMarked ? PlacesOf(index) : _due.FindAll(place => place < Wanted && place % document.Pieces == index);
            if (places.Count == 0) return $"{document.Title} has piece {index} where {_due[^1] % document.Pieces} was due, and no mark";
            _isMarked = false;
            if (places[^1] < Next) Repeated++;
            _due = places.ConvertAll(place => place + 1);
            Next = Math.Max(Next, _due[^1]);
            return null;
        }

        /// <summary>Where a mark may go on or go back to: the places of this number in all copies, up to what was never there.</summary>
        private List<int> PlacesOf(int index) =>
            [.. Enumerable.Range(0, document.Copies).Select(copy => (copy * document.Pieces) + index).Where(place => place <= Math.Min(Next, Wanted - 1))];
    }
}
