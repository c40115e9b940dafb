namespace EdgeIpc.Paper.Tests;

public class RowLedgerTests
{
    private readonly RowLedger _ledger = new();

    [Fact]
    public void Rows_belong_to_the_band_whose_fence_ends_them()
    {
        Print(10);
        Assert.Equal(10, _ledger.WaitingRows);
        _ledger.Reach(BandFence.OfBand(1));
        Print(5);
        _ledger.Reach(BandFence.OfBand(2));
        Expect(firstTime: 15);
        Assert.Equal(2, _ledger.Bands);
    }

    [Fact]
    public void A_band_that_was_cut_in_half_and_printed_again_after_a_mark_balances()
    {
        Print(4);
        _ledger.Reach(BandFence.OfSync(1));
        Assert.Equal(4, _ledger.OrphanedRows);
        Print(30);
        _ledger.Reach(BandFence.OfMark(1));
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        Expect(firstTime: 10, marked: 4, marks: 30);
    }

    [Fact]
    public void A_band_that_was_printed_but_not_confirmed_and_comes_again_after_a_mark_is_counted_once()
    {
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        _ledger.Reach(BandFence.OfSync(1));
        Print(30);
        _ledger.Reach(BandFence.OfMark(1));
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        Print(7);
        _ledger.Reach(BandFence.OfBand(2));
        Expect(firstTime: 17, marked: 10, marks: 30);
    }

    [Fact]
    public void A_repeated_band_without_a_mark_is_found()
    {
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        _ledger.Reach(BandFence.OfSync(1));
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        Expect(firstTime: 10, unmarked: 10);
    }

    [Fact]
    public void Half_a_band_that_comes_again_without_a_mark_is_found()
    {
        Print(4);
        _ledger.Reach(BandFence.OfSync(1));
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        Expect(firstTime: 10, unmarked: 4);
    }

    [Fact]
    public void A_mark_counts_for_the_bands_right_after_it_only()
    {
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        Print(30);
        _ledger.Reach(BandFence.OfMark(1));
        Print(5);
        _ledger.Reach(BandFence.OfBand(2));
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        Expect(firstTime: 15, unmarked: 10, marks: 30);
    }

    [Fact]
    public void A_mark_without_ink_tells_nobody_anything()
    {
        Print(4);
        _ledger.Reach(BandFence.OfSync(1));
        _ledger.AddRow(hasInk: false);
        _ledger.Reach(BandFence.OfMark(1));
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        Expect(firstTime: 10, unmarked: 5);
    }

    [Fact]
    public void A_mark_that_was_cut_in_two_explains_nothing_and_owes_nothing()
    {
        Print(4);
        _ledger.Reach(BandFence.OfSync(1));
        _ledger.Reach(BandFence.OfMarkBeginning);
        Print(12);
        _ledger.Reach(BandFence.OfSync(2));
        Assert.Equal(4, _ledger.OrphanedRows);
        _ledger.Reach(BandFence.OfMarkBeginning);
        Print(30);
        _ledger.Reach(BandFence.OfMark(2));
        Print(10);
        _ledger.Reach(BandFence.OfBand(1));
        Expect(firstTime: 10, marked: 4, marks: 42);
    }

    [Fact]
    public void Serials_are_remembered_up_to_a_limit()
    {
        for (int serial = 0; serial <= RowLedger.MostSerials; serial++)
            _ledger.Reach(BandFence.OfBand(serial));
        _ledger.Reach(BandFence.OfBand(0));
        _ledger.Reach(BandFence.OfBand(2));
        Assert.Equal(RowLedger.MostSerials + 2, _ledger.Bands);
        Assert.Equal(1, _ledger.RepeatedBands);
    }

    private void Print(int rows)
    {
        for (int row = 0; row < rows; row++)
            _ledger.AddRow(hasInk: true);
    }

    private void Expect(long firstTime, long marked = 0, long unmarked = 0, long marks = 0) =>
        Assert.Equal(
            (firstTime, marked, unmarked, marks),
            (_ledger.FirstTimeRows, _ledger.RepeatedMarkedRows, _ledger.RepeatedUnmarkedRows, _ledger.MarkRows));
}
