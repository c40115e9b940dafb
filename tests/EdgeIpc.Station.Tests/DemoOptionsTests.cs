using EdgeIpc.Station;

namespace EdgeIpc.Tests;

public sealed class DemoOptionsTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("10", 10)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    public void A_time_is_written_as_people_write_it(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DemoOptions.ParseTime(text));

    [Theory]
    [InlineData("")]
    [InlineData("ms")]
    [InlineData("-1s")]
    [InlineData("ten")]
    [InlineData("1e3s")]
    public void What_is_no_time_is_refused(string text) => Assert.Null(DemoOptions.ParseTime(text));

    [Fact]
    public void A_value_out_of_range_names_the_range()
    {
        var refusal = Assert.Throws<RefusedException>(() => new DemoOptions { RateHz = 0 }.Checked());
        Assert.Equal(ExitCode.Usage, refusal.ExitCode);
        Assert.Contains("1 to 10000", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_emulated_printer_stands_for_hardware_and_is_not_killed() =>
        Assert.Throws<RefusedException>(() => new DemoOptions { Kill = ["printer-emulator"] }.Checked());
}
