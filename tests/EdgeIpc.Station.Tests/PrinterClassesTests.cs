using EdgeIpc.Documents;
using EdgeIpc.Paper;
using EdgeIpc.PrinterEmulator;
using EdgeIpc.Spool;

namespace EdgeIpc.Tests;

/// <summary>Printers that can less than the demo's: the real spooler over the real line, into the emulated printer of that class.</summary>
public sealed class PrinterClassesTests
{
    /// <summary>A receipt and a picture, and each byte that the printer would lose counted.</summary>
    [Theory]
    [InlineData("csn-a2", "none")]
    [InlineData("generic-58", "none")]
    [InlineData("pos-5890", "xonxoff")]
    [InlineData("tm-t88iii", "xonxoff")]
    [InlineData("tm-t88iii-45", "xonxoff")]
    public void Every_class_of_printer_prints_all_of_it_and_loses_no_byte(string profile, string flow)
    {
        using var station = new PrintingStation(timeScale: 4, $$"""{ "printer": { "profile": "{{profile}}", "baud": 38400, "flow": "{{flow}}" } }""");
        station.StartEmulator();
        station.StartSpooler();
        byte[] pixels = [.. Enumerable.Range(0, 384 * 120).Select(index => (byte)(index * 7 % 384 < 90 && index / 384 % 5 > 0 ? 0 : 255))];
        var picture = new GreyPicture(384, 120, pixels);
        long drawn = station.Submit(PictureDocument.Create(picture, PrinterProfile.Load(profile), 38_400).Content.ToArray(), DocumentFormat.Raw);
        long text = station.Submit(string.Concat(Enumerable.Range(1, 60).Select(line => $"line {line} of sixty\n")));
        station.UntilState(drawn, JobState.Completed);
        station.UntilState(text, JobState.Completed);

        long wanted = station.Spool.Totals().Bands.RowsConfirmed;
        // Where only a model tells, the last rows may still be under the head.
        station.Until(() => station.Paper.RowsFirst + station.Paper.RowsOrphaned >= wanted || profile == "pos-5890", "all rows lie on paper");
        Assert.Equal((0, 0), (station.Paper.BytesDropped, station.Paper.RowsRepeatedUnmarked));
        Assert.Equal(0, PrintingStation.Stop(station.Spooler!));
        Assert.Equal(0, PrintingStation.Stop(station.Emulator!));
        Assert.Contains("line 60 of sixty", station.PaperText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_faults()
    {
        FaultPlan one = new(7), two = new(7), other = new(8);
        var first = Enumerable.Range(0, 20).Select(_ => one.Next()).ToArray();
        Assert.Equal(first, Enumerable.Range(0, 20).Select(_ => two.Next()));
        Assert.NotEqual(first, Enumerable.Range(0, 20).Select(_ => other.Next()));
        Assert.Equal(Enum.GetValues<PrinterFault>().Order(), Enumerable.Range(0, 200).Select(_ => one.Next().Fault).Distinct().Order());
        Assert.All(first, fault => Assert.True(fault.Quiet > TimeSpan.Zero && fault.Length > TimeSpan.Zero));
    }
}
