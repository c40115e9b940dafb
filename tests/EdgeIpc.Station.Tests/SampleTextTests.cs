using System.Text;
using System.Text.Json;
using EdgeIpc.Ring;
using EdgeIpc.Verbs;

namespace EdgeIpc.Tests;

public class SampleTextTests
{
    private static readonly RingChannel[] Channels = [new("x", "g"), new("temperature", "°C")];

    [Fact]
    public void Csv_has_a_head_with_units_and_round_trips_every_value()
    {
        string[] lines = Write(SampleFormat.Csv, Channels, 0.1f, -3.25e-7f);
        Assert.Equal("sequence,takenAtNs,x [g],temperature [°C]", lines[0]);
        string[] fields = lines[1].Split(',');
        Assert.Equal(["7", "1500000000"], fields[..2]);
        Assert.Equal(0.1f, float.Parse(fields[2], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(-3.25e-7f, float.Parse(fields[3], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(4, fields.Length);
    }

    [Fact]
    public void Csv_quotes_a_name_that_would_split_its_column() =>
        Assert.Equal("sequence,takenAtNs,\"a,\"\"b\"\"\"", Write(SampleFormat.Csv, [new("a,\"b\"", "")], 0, 0)[0]);

    [Fact]
    public void Json_lines_are_objects_and_the_first_names_the_channels()
    {
        string[] lines = Write(SampleFormat.JsonLines, Channels, 0.5f, float.NaN);
        Assert.Equal("""{"channels":[{"name":"x","unit":"g"},{"name":"temperature","unit":"°C"}]}""", lines[0]);
        using var sample = JsonDocument.Parse(lines[1]);
        Assert.Equal(7, sample.RootElement.GetProperty("sequence").GetInt64());
        Assert.Equal(0.5, sample.RootElement.GetProperty("x").GetDouble());
        Assert.Equal(JsonValueKind.Null, sample.RootElement.GetProperty("temperature").ValueKind);
    }

    [Fact]
    public void Columns_line_up()
    {
        string[] lines = Write(SampleFormat.Columns, Channels, 0.5f, 21);
        Assert.Equal(lines[0].Length, lines[1].Length);
        Assert.EndsWith("temperature [°C]", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("1.500000            0.5000           21.0000", lines[1], StringComparison.Ordinal);
    }

    private static string[] Write(SampleFormat format, RingChannel[] channels, float first, float second)
    {
        using var text = new SampleText(format, channels);
        var sample = new Sample { Sequence = 7, TakenAtNs = 1_500_000_000 };
        (sample.Values[0], sample.Values[1]) = (first, second);
        text.WriteHead();
        text.Write(in sample);
        return Encoding.UTF8.GetString(text.Written).TrimEnd('\n').Split('\n');
    }
}
