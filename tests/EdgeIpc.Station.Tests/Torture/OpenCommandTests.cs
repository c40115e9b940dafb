namespace EdgeIpc.Tests.Torture;

/// <summary>What a sender leaves behind that dies inside the head of a command.</summary>
public class OpenCommandTests
{
    // A raster picture of one byte and eight rows, which any resync fills, and a fence with its id.
    private static readonly byte[] Raster = [0x1d, 0x76, 0x30, 0, 1, 0, 8, 0];
    private static readonly byte[] Fence = [0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, 0x20, 0x21, 0x22, 0x23];

    [Fact]
    public void A_printer_that_waits_inside_the_head_of_a_command_prints_what_comes_next()
    {
        using var station = new TortureStation();
        var random = new Random(1);
        int submitted = 0;
        foreach (byte[] head in Heads())
        {
            station.Printer.Model.Receive(head, TorturePrinter.NowNs);
            station.TurnUntil(() => station.Printer.Model.OpenCommandBytes > 0, "the command is open");
            station.Submit(NumberedDocument.Random(submitted++, random));
            station.Start();
            station.TurnUntil(station.IsAllDone, $"a job is printed after {head.Length} bytes of a head");
            Assert.Equal(0, station.Stop());
        }
    }

    private static IEnumerable<byte[]> Heads()
    {
        // The whole of the raster's head too: its dots are missing then.
        for (int length = 4; length <= Raster.Length; length++) yield return Raster[..length];
        for (int length = 4; length < Fence.Length; length += 2) yield return Fence[..length];
    }
}
