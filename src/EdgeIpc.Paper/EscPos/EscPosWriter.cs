using System.Buffers;

namespace EdgeIpc.Paper;

/// <summary>Writes a receipt's commands for one printer: text in its code page, headings, rules, rasters, the cut.</summary>
internal sealed class EscPosWriter(PrinterProfile profile)
{
    private const byte Esc = 0x1b, Gs = 0x1d;

    /// <summary>Without a cutter the paper is torn at the bezel, about this far behind the head.</summary>
    private const int TearRows = 96;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly CodePageText _text = new(profile);

    internal PrinterProfile Profile => profile;

    internal byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void Put(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    internal void Initialize()
    {
        Put([Esc, (byte)'@']);
        _text.Reset();
        // Feeds are counted in rows from here on, also where the motor makes smaller steps.
        if (profile.FeedUnitsPerRow != 1)
            Put([Gs, (byte)'P', (byte)profile.Dpi, (byte)profile.Dpi]);
    }

    /// <summary>Commands that somebody else has written: whole ones.</summary>
    internal void Raw(ReadOnlySpan<byte> commands) => Put(commands);

    /// <summary>Text from elsewhere as this printer can say it: one line, no control characters.</summary>
    internal string Printable(string text) =>
        string.Concat(new CellReader(profile, LetterBook.OwnLetters).Read(text.ReplaceLineEndings(" ")).Select(cell => cell.Dots is null ? cell.Native : CodePage.Replacement));

    /// <summary>Where tabs stop from now on, in characters from 0; none: nothing is sent.</summary>
    internal void SetTabs(IReadOnlyList<int> columns)
    {
        if (columns.Count > 0)
            Put([Esc, (byte)'D', .. columns.Select(column => (byte)column), 0]);
    }

    /// <summary>A line of characters and tabs; what no code page has becomes a box.</summary>
    internal void Line(string text)
    {
        _text.Write(text, _bytes);
        Put("\n"u8);
    }

    /// <summary>Lines that are known together: code pages are switched as rarely as possible over all of them.</summary>
    internal void Lines(IEnumerable<string> lines)
    {
        string text = string.Join('\n', lines);
        _text.Write(text, _bytes);
        Put("\n"u8);
    }

    /// <summary>Two ends of one line; the left one is cut short when they don't fit.</summary>
    internal void Line(string left, string right)
    {
        int room = Math.Max(0, profile.Columns - right.Length - 1);
        Line((left.Length > room ? left[..room] : left).PadRight(room) + " " + right);
    }

    internal void Rule() => Line(new string('─', profile.Columns));

    /// <summary>Large, centred; then a small line and a rule.</summary>
    internal void Heading(string title, string subtitle)
    {
        // Twice as wide where the title still fits, twice as high in any case.
        byte size = (byte)(title.Length * 2 <= profile.Columns ? 0x11 : 0x01);
        Put([Esc, (byte)'a', 1, Esc, (byte)'E', 1, Gs, (byte)'!', size]);
        Line(title);
        Put([Gs, (byte)'!', 0, Esc, (byte)'E', 0]);
        if (subtitle.Length > 0)
            Line(subtitle.Length > profile.Columns ? subtitle[..profile.Columns] : subtitle);
        Put([Esc, (byte)'a', 0]);
        Rule();
    }

    internal void BoldLine(string text)
    {
        Put([Esc, (byte)'E', 1]);
        Line(text);
        Put([Esc, (byte)'E', 0]);
    }

    internal void CentredLine(string text)
    {
        Put([Esc, (byte)'a', 1]);
        Line(text);
        Put([Esc, (byte)'a', 0]);
    }

    /// <summary>GS ( H: these four bytes come back when what stands before them has been printed.</summary>
    internal void Fence(BandFence fence)
    {
        Span<byte> bytes = _bytes.GetSpan(ICheckpointEcho.MostBytes);
        _bytes.Advance(ProcessIdEcho.Write(fence, bytes));
    }

    internal void Feed(int rows)
    {
        for (; rows > 0; rows -= 255)
            Put([Esc, (byte)'J', (byte)Math.Min(rows, 255)]);
    }

    /// <summary>A picture, in the fewest bytes that this printer understands.</summary>
    /// <param name="mostBytes">No command is longer: half a band of a slow line, so that two fit into one.</param>
    internal void Picture(DotPicture picture, int mostBytes = 900) => Put(new PictureEncoder(picture, profile, mostBytes).Encode());

    /// <summary>Moves the last line past the cutter, then cuts; a cutter sits behind the head and would cut off the end.</summary>
    internal void FeedAndCut()
    {
        FeedToTear();
        if (profile.Has(PrinterCommands.Cut))
            Put([Gs, (byte)'V', 1]);
    }

    /// <summary>Moves the last line past the cutter, or to where paper is torn.</summary>
    internal void FeedToTear() => Feed(profile.Has(PrinterCommands.Cut) ? profile.CutterToHeadRows : TearRows);
}
