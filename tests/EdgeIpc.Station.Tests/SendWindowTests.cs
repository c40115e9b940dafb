using CsCheck;
using EdgeIpc.Paper;
using EdgeIpc.Spooler;

namespace EdgeIpc.Tests;

public sealed class SendWindowTests
{
    private static readonly PrinterProfile Large = PrinterProfile.Load("edgeipc-58");
    private static readonly PrinterProfile Small = PrinterProfile.Load("generic-58");

    [Fact]
    public void Bytes_under_way_never_exceed_what_the_printers_buffer_takes_without_asking_for_a_pause()
    {
        Assert.Equal(4096 - 256 - 32, Large.CreditBytes);
        Assert.Equal(256 - 8, Small.CreditBytes);

        Gen.Int[1, 3_000].Array[1, 50].Sample(lengths =>
        {
            var window = new SendWindow(Large);
            int number = 0, confirmed = 0;
            foreach (int length in lengths)
            {
                while (!window.HasRoomFor(length)) window.Confirm(BandFence.OfBand(confirmed++));
                window.Add(BandFence.OfBand(number), number, length);
                number++;
                Assert.InRange(window.BytesUnderWay, 1, window.CreditBytes);
            }
        });
    }

    [Fact]
    public void A_message_longer_than_the_whole_buffer_goes_alone()
    {
        var window = new SendWindow(Large);
        Assert.True(window.HasRoomFor(5_000));
        window.Add(BandFence.OfBand(1), 1, 5_000);

        Assert.False(window.HasRoomFor(1));
        Assert.Equal(1, window.Confirm(BandFence.OfBand(1)));
        Assert.True(window.HasRoomFor(5_000));
    }

    [Fact]
    public void Without_flow_control_pieces_hold_bytes_back_and_only_bands_are_counted()
    {
        var window = new SendWindow(Small);
        window.Add(BandFence.OfBand(1), 1, 5_000);
        Assert.True(window.HasRoomFor(5_000));
        window.Add(BandFence.OfBand(2), 2, 5_000);
        Assert.False(window.HasRoomFor(1));
    }

    [Fact]
    public void Answers_confirm_one_by_one_what_was_sent()
    {
        var window = new SendWindow(Large);
        window.Add(BandFence.OfBand(7), 100_007, 10);
        window.Add(BandFence.OfMark(3), 0, 10);
        window.Add(BandFence.OfBand(8), 100_008, 10);

        Assert.Equal([100_007, null, 100_008], (long?[])[window.Confirm(BandFence.OfBand(7)), window.Confirm(BandFence.OfMark(3)), window.Confirm(BandFence.OfBand(8))]);
        Assert.True(window.IsEmpty);
        Assert.Equal(0, window.BytesUnderWay);
    }

    [Fact]
    public void An_answer_that_skips_one_confirms_nothing_for_the_printer_lost_what_is_older()
    {
        var window = new SendWindow(Large);
        window.Add(BandFence.OfBand(7), 7, 10);
        window.Add(BandFence.OfBand(8), 8, 10);

        Assert.Null(window.Confirm(BandFence.OfBand(8)));
        Assert.True(window.HasGap);
        Assert.Null(window.Confirm(BandFence.OfBand(7)));
        Assert.False(window.IsEmpty);
    }

    [Fact]
    public void An_answer_to_somebody_else_confirms_nothing()
    {
        var window = new SendWindow(Large);
        window.Add(BandFence.OfBand(7), 7, 10);

        Assert.Null(window.Confirm(BandFence.OfBand(6)));
        // A mark of the same number is not that band.
        Assert.Null(window.Confirm(BandFence.OfMark(7)));
        Assert.False(window.IsEmpty || window.HasGap);
    }

    [Fact]
    public void No_more_bands_are_under_way_than_a_stop_leaves_time_for()
    {
        var window = new SendWindow(Large);
        for (int i = 0; i < SendWindow.MostFences; i++)
        {
            Assert.True(window.HasRoomFor(1));
            window.Add(BandFence.OfBand(i), i, 1);
        }

        Assert.False(window.HasRoomFor(1));
    }
}
