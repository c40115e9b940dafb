namespace EdgeIpc.Devices;

/// <summary>A sensor in the units and names of the settings: each value x scale + offset.</summary>
internal sealed class ScaledSource : ISampleSource
{
    private readonly ISampleSource _source;
    private readonly (float Scale, float Offset)[] _lines;

    internal ScaledSource(ISampleSource source, IReadOnlyList<ChannelOptions> options)
    {
        _source = source;
        _lines = [.. source.Channels.Select((_, i) => i < options.Count ? ((float)options[i].Scale, (float)options[i].Offset) : (1f, 0f))];
        Channels = [.. source.Channels.Select((channel, i) => i < options.Count ? Described(channel, options[i]) : channel)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleChannel> Channels { get; }

    /// <inheritdoc/>
    public bool CanCatchUp => _source.CanCatchUp;

    /// <inheritdoc/>
    public void Begin() => _source.Begin();

    /// <inheritdoc/>
    public SampleReading Read(Span<float> channels, long atNs)
    {
        var reading = _source.Read(channels, atNs);
        if (reading != SampleReading.Measured) return reading;
        for (int i = 0; i < _lines.Length; i++) channels[i] = channels[i] * _lines[i].Scale + _lines[i].Offset;
        return reading;
    }

    public void Dispose() => _source.Dispose();

    private static SampleChannel Described(SampleChannel channel, ChannelOptions options)
    {
        float atMinimum = channel.Minimum * (float)options.Scale + (float)options.Offset;
        float atMaximum = channel.Maximum * (float)options.Scale + (float)options.Offset;
        return new SampleChannel(
            options.Name.Length > 0 ? options.Name : channel.Name,
            options.Unit.Length > 0 ? options.Unit : channel.Unit,
            Math.Min(atMinimum, atMaximum),
            Math.Max(atMinimum, atMaximum));
    }
}
