using EdgeIpc.Devices;

namespace EdgeIpc.Spooler;

/// <summary>
/// Bytes on their way to the line, in whole messages. Between two pieces of one only a question by a real-time command may
/// stand; a piece leaves when the printer surely has room for it.
/// </summary>
internal sealed class Outbox(PieceCredit credit)
{
    /// <summary>How long one try waits for a line that flow control holds, before answers are looked at again.</summary>
    private static readonly TimeSpan WritePatience = TimeSpan.FromMilliseconds(50);

    private readonly Queue<Message> _messages = new();
    private ReadOnlyMemory<byte> _question;
    private int _piece;
    private int _offset;

    public bool IsEmpty => _messages.Count == 0 && _question.IsEmpty;

    /// <summary>
    /// The line has whole pieces only: a question may go out now without becoming dots of a picture. Never ahead of a message
    /// that leaves at once: the first of them ends the head of a command that a dead sender left open, and a question in
    /// that head would be read as its parameters.
    /// </summary>
    public bool IsBetweenPieces => _question.IsEmpty && (!_messages.TryPeek(out var message) || (_offset == PieceStart && message.IsCredited));

    /// <summary>Bytes that the line has taken, ever.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>How long a piece still has to wait by the printer's model; nothing when an answer frees it or none waits.</summary>
    public TimeSpan? Held => _question.IsEmpty && _messages.TryPeek(out var message) && _offset == PieceStart ? credit.UntilRoomFor(message.PieceAt(_piece).Bytes) : null;

    /// <summary>The line took no more at the last try: full, or stopped by the printer. Only another try tells when that ends.</summary>
    public bool IsHeldByLine { get; private set; }

    private int PieceStart => _piece == 0 ? 0 : _messages.Peek().Pieces[_piece - 1].End;

    /// <summary>A message that leaves at once, whatever is under way: what is sent to a printer of which nothing is known.</summary>
    public void Add(ReadOnlyMemory<byte> bytes) => Add(bytes, [new Piece(bytes.Length, 0)], isCredited: false);

    /// <param name="bytes">At least one.</param>
    /// <param name="pieces">Their ends, rising; the last is the message's.</param>
    /// <param name="isCredited">Each piece waits for room in the printer.</param>
    public void Add(ReadOnlyMemory<byte> bytes, IReadOnlyList<Piece> pieces, bool isCredited = true)
    {
        if (!bytes.IsEmpty) _messages.Enqueue(new Message(bytes, pieces, isCredited));
    }

    /// <summary>Puts a question in front of everything that waits. Only between pieces.</summary>
    public void Ask(ReadOnlyMemory<byte> question)
    {
        if (!IsBetweenPieces) throw new InvalidOperationException("A question inside a piece would be dots.");
        _question = question;
    }

    /// <summary>Hands over what the line takes now and the printer has room for.</summary>
    /// <returns>False when the line is gone, or nobody knows any more how much of a message has left.</returns>
    public bool WriteTo(SerialLine line)
    {
        while (true)
        {
            if (!_question.IsEmpty)
            {
                if (!TryWrite(line, _question, out int asked)) return false;
                _question = _question[asked..];
                if (!_question.IsEmpty) return true;
            }

            if (!_messages.TryPeek(out var message)) return true;
            var piece = message.PieceAt(_piece);
            if (message.IsCredited && _offset == PieceStart && !credit.HasRoomFor(piece.Bytes)) return true;
            if (!TryWrite(line, message.Bytes[_offset..message.Pieces[_piece].End], out int written)) return false;
            _offset += written;
            if (_offset < message.Pieces[_piece].End) return true;
            Finish(message, piece);
        }
    }

    private void Finish(Message message, (int Bytes, long HeadNs) piece)
    {
        bool isLast = _piece == message.Pieces.Count - 1;
        credit.NoteHanded(piece.Bytes, piece.HeadNs, message.IsCredited, isLast);
        _piece++;
        if (!isLast) return;
        _messages.Dequeue();
        (_piece, _offset) = (0, 0);
    }

    /// <returns>False when the line is lost.</returns>
    private bool TryWrite(SerialLine line, ReadOnlyMemory<byte> bytes, out int written)
    {
        var write = line.Write(bytes.Span, WritePatience, CancellationToken.None);
        written = write.BytesWritten;
        IsHeldByLine = write.Outcome == LineWriteOutcome.Stopped;
        BytesWritten += written;
        return write.Outcome is LineWriteOutcome.Written or LineWriteOutcome.Stopped;
    }

    /// <param name="End">Bytes of the message up to its end.</param>
    /// <param name="HeadNs">What the head takes for the message up to there.</param>
    public readonly record struct Piece(int End, long HeadNs);

    private readonly record struct Message(ReadOnlyMemory<byte> Bytes, IReadOnlyList<Piece> Pieces, bool IsCredited)
    {
        public (int Bytes, long HeadNs) PieceAt(int index)
        {
            var before = index == 0 ? default : Pieces[index - 1];
            return (Pieces[index].End - before.End, Pieces[index].HeadNs - before.HeadNs);
        }
    }
}
