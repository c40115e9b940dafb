using System.Globalization;
using System.Text;
using EdgeIpc.Ring;

namespace EdgeIpc.Recorder;

/// <summary>
/// Reads samples as <see cref="Verbs.SampleText"/> writes them. The file is anybody's: each line is checked, and the first
/// that is wrong ends the reading with its number.
/// </summary>
internal sealed class SampleCsv : IDisposable
{
    /// <summary>The longest line, bytes.</summary>
    private const int LineMax = 4096;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;
    private long _line;
    private bool _isAtEnd;
    private ulong? _lastSequence;

    /// <exception cref="RefusedException">The head line is not one of samples.</exception>
    public SampleCsv(string path)
    {
        _path = path;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            if (!TryReadLine(out var head)) throw new RefusedException(ExitCode.BadDocument, $"{path} is empty.");
            Channels = ReadHead(Encoding.UTF8.GetString(head));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public IReadOnlyList<RingChannel> Channels { get; }

    /// <summary>The next sample; false at the end.</summary>
    /// <exception cref="RefusedException">A line is wrong.</exception>
    public bool TryRead(out Sample sample)
    {
        sample = default;
        if (!TryReadLine(out var line)) return false;
        sample.Sequence = ulong.TryParse(NextField(ref line), NumberStyles.None, CultureInfo.InvariantCulture, out ulong sequence) && sequence <= long.MaxValue - 1 ? sequence : throw Wrong("the sequence is no number of 0 or more");
        if (sequence <= _lastSequence) throw Wrong($"the sequence {sequence} does not come after {_lastSequence}");
        _lastSequence = sequence;
        sample.TakenAtNs = long.TryParse(NextField(ref line), NumberStyles.None, CultureInfo.InvariantCulture, out long takenAtNs) ? takenAtNs : throw Wrong("takenAtNs is no number of nanoseconds");
        for (int i = 0; i < Channels.Count; i++)
            sample.Values[i] = float.TryParse(NextField(ref line), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) ? value : throw Wrong($"the value of {Channels[i].Name} is no number");
        return line.IsEmpty ? true : throw Wrong($"there are more than {Channels.Count + 2} fields");
    }

    public void Dispose() => _file.Dispose();

    private RingChannel[] ReadHead(string head)
    {
        var titles = SplitQuoted(head);
        if (titles is not ["sequence", "takenAtNs", ..]) throw Wrong("the head line must begin with sequence,takenAtNs");
        if (titles.Count - 2 is < 1 or > Sample.ChannelCapacity) throw Wrong($"{titles.Count - 2} channels are named; 1 to {Sample.ChannelCapacity} are allowed");
        var channels = titles.Skip(2).Select(ParseTitle).ToArray();
        try
        {
            SampleRecording.Describe(channels, 0, "").Validate();
        }
        catch (ArgumentException e)
        {
            throw Wrong(e.Message.TrimEnd('.'));
        }

        return channels;
    }

    private static RingChannel ParseTitle(string title)
    {
        int unit = title.LastIndexOf(" [", StringComparison.Ordinal);
        return unit > 0 && title.EndsWith(']') ? new RingChannel(title[..unit], title[(unit + 2)..^1]) : new RingChannel(title, "");
    }

    /// <summary>Fields of RFC 4180: those with a comma or a quote in them are quoted, a quote in them is doubled.</summary>
    private static List<string> SplitQuoted(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (c == '"') isQuoted = !isQuoted;
            else if (c != ',' || isQuoted) field.Append(c);
            else
            {
                fields.Add(field.ToString());
                field.Clear();
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    private static ReadOnlySpan<byte> NextField(ref ReadOnlySpan<byte> line)
    {
        int comma = line.IndexOf((byte)',');
        var field = comma < 0 ? line : line[..comma];
        line = comma < 0 ? default : line[(comma + 1)..];
        return field;
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            int length = rest.IndexOf((byte)'\n');
            if (length < 0 && _isAtEnd) length = rest.Length;
            if (length > LineMax || (length < 0 && rest.Length > LineMax)) throw new RefusedException(ExitCode.BadDocument, $"{_path}, line {_line + 1}: longer than {LineMax} bytes.");
            if (length >= 0)
            {
                _start = Math.Min(_start + length + 1, _end);
                _line++;
                line = rest[..length].TrimEnd((byte)'\r');
                return length > 0 || _start < _end || !_isAtEnd;
            }

            rest.CopyTo(_buffer);
            (_start, _end) = (0, rest.Length);
            int read = _file.Read(_buffer.AsSpan(_end));
            _isAtEnd = read == 0;
            _end += read;
        }
    }

    private RefusedException Wrong(string what) => new(ExitCode.BadDocument, $"{_path}, line {_line}: {what}.");
}
