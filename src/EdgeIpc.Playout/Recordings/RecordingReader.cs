namespace EdgeIpc.Playout;

/// <summary>The last whole block of a recording.</summary>
/// <param name="Segment">The header of its segment.</param>
/// <param name="EndPosition">The position after its last item.</param>
/// <param name="LastItem">That item.</param>
public sealed record RecordingEnd(SegmentHeader Segment, long EndPosition, ReadOnlyMemory<byte> LastItem);

/// <summary>
/// Reads a recording, a directory of segments or one of its files, block by block from its beginning. A recording that was
/// cut at any byte reads up to its last whole block; damage is reported where it lies, and the reading goes on after it.
/// One thread uses it.
/// </summary>
public sealed class RecordingReader : IDisposable
{
    private readonly string[] _paths;
    private readonly List<RecordingDamage> _damagedSegments = [];
    private SegmentReader? _segment;
    private int _opened;

    private RecordingReader(string[] paths)
    {
        _paths = paths;
        _segment = OpenNext() ?? throw new RecordingFormatException(paths[0], _damagedSegments[0].Reason[(paths[0].Length + 1)..]);
        (Description, Segment) = (_segment.Header.Description, _segment.Header);
    }

    /// <summary>What the first readable segment holds; segments with other items are reported as damage.</summary>
    public RecordingDescription Description { get; }

    /// <summary>The segment of the last step.</summary>
    public SegmentHeader Segment { get; private set; }

    /// <summary>The position of the block's first item.</summary>
    public long FirstPosition => _segment?.Block.FirstPosition ?? 0;

    /// <summary>Items of the block.</summary>
    public int ItemCount => _segment?.Block.ItemCount ?? 0;

    /// <summary>The block's items, each of <see cref="RecordingDescription.ItemSizeBytes"/>; valid until the next step.</summary>
    public ReadOnlySpan<byte> Items => _segment is null ? default : _segment.Items;

    /// <summary>What is wrong, after a step of <see cref="RecordingStep.Damage"/>.</summary>
    public RecordingDamage? Damage { get; private set; }

    /// <summary>Opens a segment, or a directory: then all its segments in their order.</summary>
    /// <exception cref="FileNotFoundException">Neither a file nor a directory.</exception>
    /// <exception cref="RecordingFormatException">No recording, or none whose header can be read.</exception>
    public static RecordingReader Open(string path)
    {
        if (!Directory.Exists(path))
        {
            if (!File.Exists(path)) throw new FileNotFoundException($"There is no {path}.", path);
            return new RecordingReader([path]);
        }

        string[] segments = SegmentsOf(path);
        return segments.Length > 0 ? new RecordingReader(segments) : throw new RecordingFormatException(path, $"is a directory without segments ({RecordingFormat.SegmentPattern}).");
    }

    /// <summary>Where the recording in a directory ends; null when there is no whole block.</summary>
    public static RecordingEnd? TryReadEnd(string directory)
    {
        foreach (string path in SegmentsOf(directory).Reverse())
        {
            try
            {
                if (EndOf(path) is { } end) return end;
            }
            catch (RecordingFormatException)
            {
                // Its writer died while it made the header: the end lies in an earlier segment.
            }
        }

        return null;
    }

    /// <summary>Goes to the next block or the next damage.</summary>
    public RecordingStep Next()
    {
        while (true)
        {
            if (_damagedSegments.Count > 0)
            {
                Damage = _damagedSegments[0];
                _damagedSegments.RemoveAt(0);
                return RecordingStep.Damage;
            }

            if (_segment is null) return RecordingStep.End;
            Segment = _segment.Header;
            var step = _segment.Next();
            Damage = step == RecordingStep.Damage ? _segment.Damage : null;
            if (step != RecordingStep.End) return step;
            _segment.Dispose();
            _segment = OpenNext();
        }
    }

    public void Dispose() => _segment?.Dispose();

    /// <summary>The segments of a recording, in their order.</summary>
    internal static string[] SegmentsOf(string directory)
    {
        string[] paths = Directory.GetFiles(directory, RecordingFormat.SegmentPattern);
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }

    private static RecordingEnd? EndOf(string path)
    {
        using var segment = SegmentReader.Open(path);
        RecordingEnd? end = null;
        for (var step = segment.Next(); step != RecordingStep.End; step = segment.Next())
        {
            if (step == RecordingStep.Block) end = new RecordingEnd(segment.Header, segment.Block.EndPosition, segment.Items[^segment.Header.Description.ItemSizeBytes..].ToArray());
        }

        return end;
    }

    private SegmentReader? OpenNext()
    {
        while (_opened < _paths.Length)
        {
            string path = _paths[_opened++];
            try
            {
                var segment = SegmentReader.Open(path);
                if (Description is null || segment.Header.Description.HasSameItems(Description)) return segment;
                segment.Dispose();
                throw new RecordingFormatException(path, "holds other items than the segments before it.");
            }
            catch (RecordingFormatException e)
            {
                _damagedSegments.Add(RecordingDamage.OfSegment(e));
            }
        }

        return null;
    }
}
