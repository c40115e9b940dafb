using System.Text.Json.Nodes;
using EdgeIpc.Settings;

namespace EdgeIpc.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void The_defaults_are_allowed_and_written_as_they_are_read()
    {
        var read = SettingsFile.Parse(SettingsFile.Write(new StationSettings()), "test");
        Assert.Equal(SettingsFile.Write(new StationSettings()), SettingsFile.Write(read));
    }

    [Theory]
    [InlineData("{ \"sensor\": { \"ratehz\": 10 } }", "'sensor.ratehz' is no setting", "rateHz")]
    [InlineData("{ \"sensor\": { \"rateHz\": 0 } }", "sensor.rateHz is 0", "1 to 10000")]
    [InlineData("{ \"printer\": { \"flow\": \"maybe\" } }", "printer.flow is maybe", "xonxoff")]
    [InlineData("{ \"alarms\": [ { \"chanel\": \"x\" } ] }", "'alarms[].chanel' is no setting", "channel")]
    [InlineData("{ \"alarms\": [ { \"channel\": \"x\", \"holdMs\": -1 } ] }", "alarms[].holdMs is -1", "0 to 3600000")]
    [InlineData("{ \"ring\": ", "is damaged at line 1", "")]
    [InlineData("{ \"ring\": { \"seconds\": \"ten\" } }", "ring.seconds is of another kind", "1 to 3600")]
    [InlineData("null", "holds no object", "")]
    [InlineData("", "is damaged", "")]
    public void What_the_file_may_not_say_is_named_with_what_is_allowed(string json, string finding, string allowed)
    {
        var refusal = Assert.Throws<RefusedException>(() => SettingsFile.Parse(json, "test.json"));
        Assert.Equal(ExitCode.BadSettings, refusal.ExitCode);
        Assert.Contains(finding, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("test.json", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"sensor\": {\n    // fast\n    \"rateHz\": 0 } }", "line 4: sensor.rateHz is 0")]
    [InlineData("{\n  \"alarms\": [\n    { \"channel\": \"x\" },\n    { \"channel\": \"x\",\n      \"holdMs\": -1 } ] }", "line 5: alarms[].holdMs is -1")]
    [InlineData("{\n  \"alarms\": [\n    { } ] }", "line 3: alarms[].channel is ;")]
    [InlineData("{\n  \"printr\": { } }", "line 2: 'printr' is no setting")]
    [InlineData("{ \"ring\": { \"seconds\": 1,\n \"seconds\": 2 } }", "line 2: 'ring.seconds' stands on line 1 already")]
    [InlineData("{ \"ring\": null }", "line 1: ring is of another kind; allowed is an object with seconds")]
    [InlineData("{ \"ring\": [ ] }", "line 1: ring is of another kind")]
    [InlineData("{ \"alarms\": { } }", "line 1: alarms is of another kind; allowed is a list")]
    [InlineData("{ \"alarms\": [ 7 ] }", "line 1: alarms[] is of another kind; allowed is an object with channel")]
    [InlineData("{ \"ring\": { \"seconds\": 1.5 } }", "line 1: ring.seconds is of another kind")]
    [InlineData("{ \"ring\": { \"seconds\": 1e3 } }", "line 1: ring.seconds is 1e3")]
    [InlineData("{ \"ring\": { \"seconds\": 99999999999999999999 } }", "line 1: ring.seconds is 99999999999999999999")]
    [InlineData("{ \"printer\": { \"profile\": null } }", "line 1: printer.profile is of another kind")]
    [InlineData("{ \"ring\": { \"seconds\": 60 } } { }", "is damaged at line 1")]
    public void The_line_is_named(string json, string finding) =>
        Assert.Contains(finding, Assert.Throws<RefusedException>(() => SettingsFile.Parse(json, "test.json")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{ \"alarms\": [ { \"channel\": \"x\" },\n { \"channel\": \"pressure\" } ] }", "line 2: alarms[].channel is pressure; the channels of the sensor 'sim' are x, y, z, temperature")]
    [InlineData("{ \"sensor\": { \"channels\": [ { \"name\": \"y\" } ] } }", "two channels are called 'y'")]
    [InlineData("{ \"sensor\": { \"channels\": [ {}, {}, {}, {}, {} ] } }", "5 channels")]
    [InlineData("{ \"panel\": { \"markButtonLine\": 17 } }", "Pin 17 is given to 'chart' and 'mark'")]
    [InlineData("{ \"sensor\": { \"kind\": \"host\", \"driver\": \"iot\" } }", "sensor.driver 'iot' is for mcp3008, adxl345, bme280 and ads1115 alone")]
#if !IOT_BINDINGS
    [InlineData("{ \"sensor\": { \"kind\": \"bme280\", \"driver\": \"iot\" } }", "sensor.driver 'iot' is not in this program")]
#endif
    [InlineData("{ \"spool\": { \"spoolMegabytes\": 1 } }", "spool.documentKilobytes is 4096, but spool.spoolMegabytes holds only 1024")]
    public void Values_that_can_not_be_true_together_are_named(string json, string finding) =>
        Assert.Contains(finding, Assert.Throws<RefusedException>(() => SettingsFile.Parse(json, "test.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_channel_may_be_renamed_and_an_alarm_be_set_on_its_new_name()
    {
        var settings = SettingsFile.Parse("""{ "sensor": { "channels": [ { "name": "shaft", "unit": null, "scale": 9.81 } ] }, "alarms": [ { "channel": "shaft", "threshold": 20 } ] }""", "test");
        Assert.Equal(9.81, settings.Sensor.Channels[0].Scale);
        Assert.Equal(20, settings.Alarms[0].Threshold);
        Assert.True(settings.Alarms[0].Print);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var refusal = Assert.Throws<RefusedException>(() => SettingsFile.Parse("{ \"ring\": { \"seconds\": 0 }, \"sensor\": { \"rateHz\": 0 } }", "test"));
        Assert.Contains("ring.seconds", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("sensor.rateHz", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed_because_people_write_the_file() =>
        Assert.Equal(250, SettingsFile.Parse("{ // slow\n \"sensor\": { \"rateHz\": 250, }, }", "test").Sensor.RateHz);

    [Fact]
    public void Every_property_of_the_settings_stands_in_the_table_and_in_the_schema()
    {
        var written = JsonNode.Parse(SettingsFile.Write(new StationSettings
        {
            Alarms = [new AlarmSettings()],
            Sensor = new SensorSettings { Channels = [new ChannelSettings()] },
        }))!;
        var keys = Keys(written, "").ToList();
        Assert.Equal(keys.Order(StringComparer.Ordinal), SettingsTable.All.Select(s => s.Key).Order(StringComparer.Ordinal));
        var schema = SettingsSchema.Create();
        Assert.Equal(1000, (int)schema["properties"]!["sensor"]!["properties"]!["rateHz"]!["default"]!);
        Assert.Equal("string", (string)schema["properties"]!["panel"]!["properties"]!["chipLabel"]!["type"]!);
        Assert.NotNull(schema["properties"]!["alarms"]!["items"]!["properties"]!["holdMs"]);
    }

    private static IEnumerable<string> Keys(JsonNode node, string path) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Value is JsonObject or JsonArray ? Keys(p.Value, path + p.Key + (p.Value is JsonArray ? "[]" : "") + ".") : [path + p.Key]),
        JsonArray a => a.SelectMany(item => Keys(item!, path)),
        _ => [path],
    };
}
