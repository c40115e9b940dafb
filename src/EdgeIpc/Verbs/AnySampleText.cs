using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeIpc.Ring;

namespace EdgeIpc.Verbs;

/// <summary>Samples of any layout as text in UTF-8, one a line, after a head that says what the columns are.</summary>
internal sealed class AnySampleText(SampleFormat format, SampleLayout layout, IReadOnlyList<RingChannel> channels) : IDisposable
{
    private const int WidthMin = 12;
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly IReadOnlyList<RingColumn> _columns = RingColumns.Of(layout, channels);
    private readonly ArrayBufferWriter<byte> _text = new(64 * 1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = Encoder });

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _text.WrittenSpan;

    public void Clear() => _text.ResetWrittenCount();

    public void WriteHead()
    {
        if (format == SampleFormat.JsonLines)
        {
            WriteJsonHead();
            return;
        }

        for (int i = 0; i < _columns.Count; i++)
        {
            string title = _columns[i].Title;
            if (format == SampleFormat.Columns) Add(title.PadLeft(WidthOf(i)));
            else Add((i > 0 ? "," : "") + (title.AsSpan().ContainsAny(",\"") ? $"\"{title.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : title));
        }

        Add("\n");
    }

    /// <param name="sample">Its bytes.</param>
    public void Write(ReadOnlySpan<byte> sample)
    {
        if (format == SampleFormat.JsonLines)
        {
            WriteJson(sample);
            return;
        }

        Span<byte> number = stackalloc byte[64];
        for (int i = 0; i < _columns.Count; i++)
        {
            int length = Format(_columns[i], sample, number);
            if (format == SampleFormat.Columns) Add(new string(' ', Math.Max(1, WidthOf(i) - length)));
            else if (i > 0) Add(",");
            _text.Write(number[..length]);
        }

        Add("\n");
    }

    public void Dispose() => _json.Dispose();

    private static int Format(RingColumn column, ReadOnlySpan<byte> sample, Span<byte> utf8)
    {
        if (column.Kind == ColumnKind.Number) return column.Field.Format(sample, column.Index, utf8);
        Sum(column, sample).TryFormat(utf8, out int length, column.Kind == ColumnKind.Mean ? "0.###" : "0.######", CultureInfo.InvariantCulture);
        return length;
    }

    private static double Sum(RingColumn column, ReadOnlySpan<byte> sample)
    {
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity, sum = 0;
        for (int i = 0; i < column.Field.Count; i++)
        {
            double number = column.Field.Read(sample, i);
            (smallest, largest, sum) = (Math.Min(smallest, number), Math.Max(largest, number), sum + number);
        }

        return column.Kind switch
        {
            ColumnKind.Smallest => smallest,
            ColumnKind.Largest => largest,
            _ => sum / column.Field.Count,
        };
    }

    private void WriteJsonHead()
    {
        _json.Reset(_text);
        _json.WriteStartObject();
        _json.WriteStartArray("columns"u8);
        foreach (var column in _columns)
        {
            _json.WriteStartObject();
            _json.WriteString("name"u8, column.Name);
            _json.WriteString("unit"u8, column.Unit);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        Add("\n");
    }

    private void WriteJson(ReadOnlySpan<byte> sample)
    {
        Span<byte> number = stackalloc byte[64];
        _json.Reset(_text);
        _json.WriteStartObject();
        foreach (var column in _columns)
        {
            _json.WritePropertyName(column.Name);
            double value = column.Kind == ColumnKind.Number ? column.Field.Read(sample, column.Index) : Sum(column, sample);
            // JSON has no word for "not a number".
            if (!double.IsFinite(value)) _json.WriteNullValue();
            else _json.WriteRawValue(number[..Format(column, sample, number)]);
        }

        _json.WriteEndObject();
        _json.Flush();
        Add("\n");
    }

    private int WidthOf(int index) => Math.Max(WidthMin, _columns[index].Title.Length) + 2;

    private void Add(string text) => Encoding.UTF8.GetBytes(text, _text);
}
