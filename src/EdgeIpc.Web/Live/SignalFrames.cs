using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EdgeIpc.Playout;

namespace EdgeIpc.Web;

/// <summary>
/// The signal as pieces of JSON: for each page the columns that it has not seen. Pages that watch in step get the same bytes,
/// made once; a page that was slow gets a longer piece, and nothing is kept for it meanwhile.
/// </summary>
internal sealed class SignalFrames(IStation station)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(int Span, long? Seen), SignalFrame> _made = [];
    private readonly ArrayBufferWriter<byte> _bytes = new(32 << 10);
    private SignalStatus? _status;

    /// <summary>What the signal says of itself; null while nobody watches.</summary>
    public SignalStatus? Status
    {
        get
        {
            lock (_lock) return _status;
        }
    }

    public void Play()
    {
        lock (_lock)
        {
            _made.Clear();
            _status = station.PlaySignal();
        }
    }

    public void Rest()
    {
        lock (_lock)
        {
            if (_status is null) return;
            _made.Clear();
            _status = null;
            station.RestSignal();
        }
    }

    /// <summary>The columns after the newest that a page has seen; that one again, as it may have grown. All of them for a page that has seen none.</summary>
    /// <param name="span">A place in <see cref="SignalSpan.All"/>.</param>
    /// <param name="seen">The newest column's number of the frame before; null for none.</param>
    public SignalFrame Since(int span, long? seen)
    {
        lock (_lock)
        {
            if (!_made.TryGetValue((span, seen), out var frame)) _made[(span, seen)] = frame = Make(span, seen);
            return frame;
        }
    }

    private SignalFrame Make(int span, long? seen)
    {
        _bytes.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_bytes);
        var status = _status ?? new SignalStatus([], PlayoutState.Filling, 0, 0, 0, 0, 0, 0);
        long? newest = status.Channels.Count == 0 ? null : station.Strip(span, 0).Newest;
        int count = newest is null ? 0 : seen is { } last && last <= newest ? (int)Math.Min(SignalSpan.ColumnCount, newest.Value - last + 1) : SignalSpan.ColumnCount;
        json.WriteStartObject();
        json.WriteNumber("columnMs", SignalSpan.All[span].ColumnTime.TotalMilliseconds);
        json.WriteNumber("first", (newest ?? 0) - count + 1);
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(status.State.ToString()));
        json.WriteNumber("buffered", status.Buffered);
        json.WriteNumber("watermark", status.Watermark);
        json.WriteNumber("underruns", status.Underruns);
        json.WriteNumber("bufferingSeconds", Math.Round(status.BufferingSeconds, 1));
        json.WriteNumber("lag", status.Lag);
        json.WriteNumber("lost", status.Lost);
        json.WriteStartArray("channels");
        for (int channel = 0; channel < status.Channels.Count; channel++)
        {
            json.WriteStartObject();
            json.WriteString("name", status.Channels[channel].Name);
            json.WriteString("unit", status.Channels[channel].Unit);
            WriteColumns(json, station.Strip(span, channel).Last(count));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new SignalFrame(_bytes.WrittenSpan.ToArray(), newest);
    }

    private static void WriteColumns(Utf8JsonWriter json, StripColumn[] columns)
    {
        json.WriteStartArray("low");
        foreach (var column in columns) Write(json, column.Low);
        json.WriteEndArray();
        json.WriteStartArray("high");
        foreach (var column in columns) Write(json, column.High);
        json.WriteEndArray();
    }

    /// <summary>Five digits: more than a screen has rows, and half the bytes of all that a float has.</summary>
    private static void Write(Utf8JsonWriter json, float value)
    {
        Span<byte> text = stackalloc byte[32];
        if (float.IsFinite(value) && value.TryFormat(text, out int length, "G5", CultureInfo.InvariantCulture)) json.WriteRawValue(text[..length], skipInputValidation: true);
        else json.WriteNullValue();
    }
}

/// <param name="Newest">The number of its last column; null when there is none.</param>
internal sealed record SignalFrame(byte[] Json, long? Newest);
