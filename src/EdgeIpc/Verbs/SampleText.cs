using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeIpc.Ring;

namespace EdgeIpc.Verbs;

/// <summary>How samples are written for others to read.</summary>
internal enum SampleFormat
{
    /// <summary>Columns for people.</summary>
    Columns,

    /// <summary>RFC 4180, a head line with names and units, a point as decimal separator.</summary>
    Csv,

    /// <summary>One JSON object a line; the first names the channels and their units.</summary>
    JsonLines,
}

/// <summary>Samples as text in UTF-8, into a buffer that is used again.</summary>
internal sealed class SampleText(SampleFormat format, IReadOnlyList<RingChannel> channels) : IDisposable
{
    private const int ColumnWidth = 18;

    // A degree sign stays one: the lines go to files and terminals, never unescaped into a page.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly ArrayBufferWriter<byte> _text = new(64 * 1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = Encoder });
    private readonly JsonEncodedText[] _names = [.. channels.Select(channel => JsonEncodedText.Encode(channel.Name, Encoder))];
    private readonly int _channelCount = Math.Min(channels.Count, Sample.ChannelCapacity);

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _text.WrittenSpan;

    public void Clear() => _text.ResetWrittenCount();

    /// <summary>The head: what the columns are.</summary>
    public void WriteHead()
    {
        switch (format)
        {
            case SampleFormat.Csv:
                Add("sequence,takenAtNs");
                foreach (var channel in channels) Add("," + Quoted(Title(channel)));
                Add("\n");
                break;
            case SampleFormat.JsonLines:
                WriteJsonHead();
                break;
            default:
                Add($"{"sequence",12}{"seconds",ColumnWidth}");
                foreach (var channel in channels) Add(Title(channel).PadLeft(ColumnWidth));
                Add("\n");
                break;
        }
    }

    /// <summary>One sample, one line.</summary>
    public void Write(in Sample sample)
    {
        switch (format)
        {
            case SampleFormat.Csv:
                Add(sample.Sequence, "");
                Add(","u8);
                Add(sample.TakenAtNs, "");
                for (int i = 0; i < _channelCount; i++)
                {
                    Add(","u8);
                    Add(sample.Values[i], "R");
                }

                break;
            case SampleFormat.JsonLines:
                WriteJson(sample);
                break;
            default:
                AddColumn(sample.Sequence, "", 12);
                AddColumn(sample.TakenAtNs / 1e9, "F6", ColumnWidth);
                for (int i = 0; i < _channelCount; i++) AddColumn(sample.Values[i], "F4", ColumnWidth);
                break;
        }

        Add("\n"u8);
    }

    public void Dispose() => _json.Dispose();

    private static string Title(RingChannel channel) => channel.Unit.Length == 0 ? channel.Name : $"{channel.Name} [{channel.Unit}]";

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private void WriteJsonHead()
    {
        _json.Reset(_text);
        _json.WriteStartObject();
        _json.WriteStartArray("channels"u8);
        foreach (var channel in channels)
        {
            _json.WriteStartObject();
            _json.WriteString("name"u8, channel.Name);
            _json.WriteString("unit"u8, channel.Unit);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        Add("\n"u8);
    }

    private void WriteJson(in Sample sample)
    {
        _json.Reset(_text);
        _json.WriteStartObject();
        _json.WriteNumber("sequence"u8, sample.Sequence);
        _json.WriteNumber("takenAtNs"u8, sample.TakenAtNs);
        for (int i = 0; i < _channelCount; i++)
        {
            // JSON has no word for "not a number".
            if (float.IsFinite(sample.Values[i])) _json.WriteNumber(_names[i], sample.Values[i]);
            else _json.WriteNull(_names[i]);
        }

        _json.WriteEndObject();
        _json.Flush();
    }

    private void AddColumn<T>(T value, string numberFormat, int width) where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[64];
        value.TryFormat(text, out int length, numberFormat, CultureInfo.InvariantCulture);
        _text.GetSpan(width)[..width].Fill((byte)' ');
        _text.Advance(Math.Max(width - length, 1));
        Add(text[..length]);
    }

    private void Add<T>(T value, string numberFormat) where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[64];
        value.TryFormat(text, out int length, numberFormat, CultureInfo.InvariantCulture);
        Add(text[..length]);
    }

    private void Add(string text) => Encoding.UTF8.GetBytes(text, _text);

    private void Add(ReadOnlySpan<byte> text) => _text.Write(text);
}
