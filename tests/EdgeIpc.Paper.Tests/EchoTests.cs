namespace EdgeIpc.Paper.Tests;

public class EchoTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(94)]
    [InlineData(95)]
    [InlineData(1_234_567)]
    [InlineData(BandFence.SerialCount - 1)]
    public void A_serial_survives_its_way_through_the_printer(int serial)
    {
        Span<byte> id = stackalloc byte[4];
        BandFence.OfBand(serial).WriteId(id);
        Assert.False(id.ContainsAnyExceptInRange((byte)32, (byte)126));
        Assert.True(BandFence.TryReadId(id, out BandFence back));
        Assert.Equal(new BandFence(FenceKind.Band, serial), back);
    }

    [Fact]
    public void Bands_marks_and_syncs_never_share_an_id()
    {
        Span<byte> id = stackalloc byte[4];
        BandFence.OfBand(BandFence.SerialCount - 1).WriteId(id);
        Assert.Equal(124, id[0]);
        BandFence.OfMark(0).WriteId(id);
        Assert.Equal(125, id[0]);
        BandFence.OfMark(BandFence.NonceCount - 1).WriteId(id);
        Assert.True(BandFence.TryReadId(id, out BandFence mark));
        Assert.NotEqual(BandFence.OfMarkBeginning, mark);
        BandFence.OfMarkBeginning.WriteId(id);
        Assert.True(BandFence.TryReadId(id, out BandFence beginning));
        Assert.Equal(BandFence.OfMarkBeginning, beginning);
        BandFence.OfSync(0).WriteId(id);
        Assert.Equal(126, id[0]);
    }

    [Fact]
    public void Process_ids_are_heard_between_status_bytes_and_flow_control()
    {
        var echo = new ProcessIdEcho();
        byte[] wire = [0x13, 0x12, 0x11, 0x37, 0x22, 32, 32, 33, 37, 0, 0x1a, 0x37, 0x22, 126, 32, 32, 40, 0];
        var heard = wire.Select(echo.Take).Where(heard => heard.Kind != EchoEventKind.None).ToArray();
        Assert.Equal(
            [
                new(EchoEventKind.PauseAsked, 0), new(EchoEventKind.Status, 0x12), new(EchoEventKind.ResumeAsked, 0),
                new(EchoEventKind.BandPrinted, 100), new(EchoEventKind.Status, 0x1a), new(EchoEventKind.Synchronised, 8),
            ],
            heard);
        Assert.Equal(0, echo.UnexpectedBytes);
    }

    [Fact]
    public void Automatic_status_is_four_bytes_that_no_other_answer_is_taken_for()
    {
        byte[] wire = [0x18, 0x00, 0x13, 0x0c, 0x00, 0x12, 0x37, 0x22, 32, 32, 32, 33, 0, 0x10, 0, 0, 0];
        foreach (ICheckpointEcho echo in (ICheckpointEcho[])[new ProcessIdEcho(), new StatusEcho()])
        {
            var heard = wire.Select(echo.Take).Where(one => one.Kind is EchoEventKind.AutoStatus or EchoEventKind.PauseAsked or EchoEventKind.Status);
            Assert.Equal(
                [new(EchoEventKind.PauseAsked, 0), new(EchoEventKind.AutoStatus, 0x18000c00), new(EchoEventKind.Status, 0x12), new(EchoEventKind.AutoStatus, 0x10000000)],
                heard);
        }
    }

    [Fact]
    public void Noise_on_the_line_confirms_nothing()
    {
        var echo = new ProcessIdEcho();
        byte[] wire = [0x00, 0xff, 0x37, 0x37, 0x22, 200, 32, 32, 32, 0, 0x37, 0x22, 32, 32, 32, 32, 1];
        Assert.DoesNotContain(wire, value => echo.Take(value).Kind != EchoEventKind.None);
        Assert.True(echo.UnexpectedBytes > 0);
    }

    [Fact]
    public void Status_echoes_confirm_the_oldest_open_band()
    {
        var echo = new StatusEcho();
        byte[] bytes = new byte[ICheckpointEcho.MostBytes];
        Assert.Equal(3, echo.WriteFence(5, bytes));
        echo.WriteFence(6, bytes);
        Assert.Equal(new(EchoEventKind.BandPrinted, 5), echo.Take(0));
        Assert.Equal(new(EchoEventKind.Status, 0x12), echo.Take(0x12));
        Assert.Equal(new(EchoEventKind.BandPrinted, 6), echo.Take(0));
        Assert.Equal(default, echo.Take(0));
        Assert.Equal(1, echo.UnexpectedBytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void After_a_resync_late_answers_to_a_dead_sender_are_not_taken_for_ours(int lateAnswers)
    {
        // The dead sender had two bands open; so many of its fences are still answered.
        var echo = new StatusEcho();
        byte[] bytes = new byte[ICheckpointEcho.MostBytes];
        int length = echo.WriteSync(9, openFences: 2, bytes);
        // Two bands and, inside them, up to eight pieces; one more is our own.
        Assert.Equal(11 * 3, length);
        var heard = Enumerable.Range(0, lateAnswers + 11).Select(_ => echo.Take(0)).ToArray();
        Assert.Equal(new(EchoEventKind.Synchronised, 9), Assert.Single(heard, one => one.Kind != EchoEventKind.None));
        Assert.Equal(10, Array.FindIndex(heard, one => one.Kind == EchoEventKind.Synchronised));

        echo.WriteFence(1, bytes);
        Assert.Equal(new(EchoEventKind.BandPrinted, 1), echo.Take(0));
    }

    [Fact]
    public void Each_profile_gets_the_best_echo_that_it_has()
    {
        Assert.IsType<ProcessIdEcho>(ICheckpointEcho.For(TestPrinter.Full));
        Assert.IsType<StatusEcho>(ICheckpointEcho.For(TestPrinter.Cheap));
        Assert.IsType<TimedEcho>(ICheckpointEcho.For(TestPrinter.Cheap with { CommandNames = [] }));
    }
}
