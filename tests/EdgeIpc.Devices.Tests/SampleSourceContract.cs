namespace EdgeIpc.Devices.Tests;

/// <summary>What every sensor promises, simulated or real.</summary>
public abstract class SampleSourceContract
{
    private const long Millisecond = 1_000_000;
    private const float Untouched = 12345;
    private const long Samples = 200;

    [Fact]
    public void Its_channels_have_a_name_a_unit_and_a_range()
    {
        using var source = Open();
        Assert.InRange(source.Channels.Count, 1, ISampleSource.MaxChannels);
        Assert.All(source.Channels, channel =>
        {
            Assert.Matches("^[a-z][a-z0-9-]*$", channel.Name);
            Assert.NotEmpty(channel.Unit);
            Assert.True(channel.Minimum < channel.Maximum);
        });
        Assert.Distinct(source.Channels.Select(channel => channel.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void Every_value_lies_within_its_channels_range()
    {
        using var source = Open();
        var values = new float[source.Channels.Count];
        for (long atNs = 0; atNs < 20_000 * Millisecond; atNs += Millisecond)
        {
            source.Read(values, atNs);
            for (int channel = 0; channel < values.Length; channel++)
                Assert.InRange(values[channel], source.Channels[channel].Minimum, source.Channels[channel].Maximum);
        }
    }

    [Fact]
    public void It_fills_its_channels_and_nothing_beyond()
    {
        using var source = Open();
        var values = new float[ISampleSource.MaxChannels + 1];
        Array.Fill(values, Untouched);
        source.Read(values, Millisecond);
        Assert.DoesNotContain(Untouched, values[..source.Channels.Count]);
        Assert.All(values[source.Channels.Count..], value => Assert.Equal(Untouched, value));
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var source = Open();
        var values = new float[ISampleSource.MaxChannels];
        long atNs = 0;
        for (int warmUp = 0; warmUp < 300; warmUp++) source.Read(values, atNs += 100 * Millisecond);

        long allocated = Allocated.FewestBytes(() =>
        {
            for (int sample = 0; sample < Samples; sample++) source.Read(values, atNs += 100 * Millisecond);
        });
        Assert.InRange(allocated, 0, Samples * AllocatedBytesMax);
    }

    /// <summary>What one reading may allocate. Nothing; whoever must override it says why there.</summary>
    protected virtual long AllocatedBytesMax => 0;

    protected abstract ISampleSource Open();
}
