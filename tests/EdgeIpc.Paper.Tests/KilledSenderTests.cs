using System.Text;

namespace EdgeIpc.Paper.Tests;

/// <summary>
/// A sender as a spooler is one: a journal that outlives it, bands with fences, a window of two, killed at any byte.
/// The printer is real physics; what the sender believes and what lies on paper must agree in the end.
/// </summary>
public class KilledSenderTests
{
    private const int Window = 2;

    [Fact]
    public void Whatever_byte_it_is_killed_at_every_band_is_on_paper_and_nothing_twice_unmarked()
    {
        Random random = Seed.Next(out int seed);
        BandPlan plan = TestPrinter.Plan(MixedDocument());
        Assert.Contains(plan.Bands, band => band.OpenCommandBytes > 500);
        for (int round = 0; round < 150; round++)
        {
            var printer = new TestPrinter(options: new PrinterModelOptions { LineBaud = 115_200, TimeScale = 100 });
            var journal = new Journal();
            int lives = 0;
            while (journal.Confirmed < plan.Bands.Count)
            {
                // The first few lives end soon, the last one is left in peace.
                int budget = lives++ < 5 ? random.Next(1, 4000) : int.MaxValue;
                new Sender(printer, plan, journal, random).Live(budget);
            }

            string where = $"seed {seed}, round {round}, {lives} lives";
            RowLedger rows = printer.Model.Rows;
            Assert.True(rows.RepeatedUnmarkedRows == 0, where);
            Assert.True(rows.OrphanedRows == 0 && rows.WaitingRows == 0, where);
            Assert.True(rows.FirstTimeRows == plan.Bands.Where((_, index) => journal.WasSkipped(index) is false).Sum(band => band.Rows), where);
            Assert.True(printer.Model.Counters.BytesDropped == 0, where);
            Assert.True(printer.Model.Counters.Cuts <= 1, where);
            Assert.True(
                rows.FirstTimeRows + rows.RepeatedMarkedRows + rows.MarkRows == printer.Model.Paper.TotalRows, where);
        }
    }

    [Fact]
    public void Killed_inside_a_picture_the_zeros_close_it_and_the_next_words_are_readable()
    {
        var printer = new TestPrinter();
        byte[] raster = [0x1d, (byte)'v', (byte)'0', 0, 48, 0, 20, 0, .. new byte[48 * 20]];
        printer.Print(raster.AsSpan(0, 333));
        Assert.True(printer.Model.OpenCommandBytes > 0);
        printer.Print([.. Resync.Bytes(raster.Length), .. "readable\n"u8]);
        Assert.Equal("[picture 384x20]\nreadable\n", printer.TearOff().Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(10)]
    public void Killed_inside_a_fence_the_band_is_not_taken_for_printed(int bytesOfFence)
    {
        var printer = new TestPrinter();
        Span<byte> fence = stackalloc byte[ICheckpointEcho.MostBytes];
        new ProcessIdEcho().WriteFence(1234567, fence);
        printer.Print([.. "text\n"u8, .. fence[..bytesOfFence], .. Resync.Bytes(3)]);
        Assert.Empty(printer.Replies);
        Assert.Equal(30, printer.Model.Rows.WaitingRows);
        Assert.Equal(0, printer.Model.OpenCommandBytes);
    }

    private static PrintDocument MixedDocument()
    {
        var bytes = new List<byte>();
        for (int part = 0; part < 4; part++)
        {
            bytes.AddRange(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 8).Select(line => $"part {part} line {line}\n"))));
            bytes.AddRange([0x1d, (byte)'v', (byte)'0', 0, 48, 0, 60, 0]);
            bytes.AddRange(Enumerable.Range(0, 48 * 60).Select(value => (byte)((value * 7) | 0x80)));
        }

        bytes.AddRange([0x1b, (byte)'J', 120, 0x1d, (byte)'V', 1]);
        return new PrintDocument(DocumentKind.Raw, bytes.ToArray());
    }

    /// <summary>What a spooler keeps on disk.</summary>
    private sealed class Journal
    {
        private readonly HashSet<int> _skipped = [];

        internal int Sent { get; set; }

        internal int Confirmed { get; set; }

        internal int Nonce { get; set; }

        internal bool WasSkipped(int index) => _skipped.Contains(index);

        /// <summary>Confirmation of a band confirms everything before it; skipped ones right behind it are done with, too.</summary>
        internal void Confirm(int index)
        {
            Confirmed = Math.Max(Confirmed, index + 1);
            while (_skipped.Contains(Confirmed))
                Confirmed++;
        }

        internal void Skip(int index)
        {
            _skipped.Add(index);
            Confirm(Confirmed - 1);
        }
    }

    private sealed class Sender(TestPrinter printer, BandPlan plan, Journal journal, Random random)
    {
        private readonly ProcessIdEcho _echo = new();
        private int _budget;
        private bool _isSynchronised;
        private int _next;

        /// <summary>Runs until the document is printed, or dies after so many bytes, also in the middle of a write.</summary>
        internal void Live(int budget)
        {
            _budget = budget;
            if (!Begin())
                return;
            while (journal.Confirmed < plan.Bands.Count)
            {
                if (_next < plan.Bands.Count && _next - journal.Confirmed < Window && _isSynchronised)
                {
                    // A cut that may have been made is not made again, wherever it stands among the bands that are.
                    if (_next < journal.Sent && !plan.Bands[_next].IsRepeatable)
                    {
                        journal.Skip(_next++);
                        continue;
                    }

                    journal.Sent = Math.Max(journal.Sent, _next + 1);
                    if (!Write(plan.Bands[_next].Bytes.Span) || !WriteFence((echo, bytes) => echo.WriteFence(_next, bytes)))
                        return;
                    _next++;
                }
                else if (!Listen())
                {
                    return;
                }
            }
        }

        private bool Begin()
        {
            bool wasInterrupted = journal.Sent > journal.Confirmed;
            int open = wasInterrupted ? plan.Bands.Skip(journal.Confirmed).Take(journal.Sent - journal.Confirmed).Max(band => band.OpenCommandBytes) : 0;
            int nonce = ++journal.Nonce;
            if (!Write(Resync.Bytes(open)) || !WriteFence((echo, bytes) => echo.WriteSync(nonce, Window, bytes)))
                return false;
            while (!_isSynchronised)
            {
                if (!Listen())
                    return false;
            }

            while (journal.Confirmed < journal.Sent && !plan.Bands[journal.Confirmed].IsRepeatable)
                journal.Skip(journal.Confirmed);
            _next = journal.Confirmed;
            if (!wasInterrupted || journal.Confirmed == plan.Bands.Count)
                return true;
            return Write(MarkBand.Continued(TestPrinter.Full, "job 1").Bytes.Span)
                && WriteFence((echo, bytes) => echo.WriteMark(nonce, bytes))
                && Write(plan.Bands[_next].Preamble.Span);
        }

        private bool WriteFence(Func<ProcessIdEcho, byte[], int> write)
        {
            byte[] bytes = new byte[ICheckpointEcho.MostBytes];
            return Write(bytes.AsSpan(0, write(_echo, bytes)));
        }

        private bool Write(ReadOnlySpan<byte> bytes)
        {
            int length = Math.Min(bytes.Length, _budget);
            printer.Send(bytes[..length]);
            _budget -= length;
            return length == bytes.Length && _budget > 0;
        }

        /// <summary>Lets time pass and hears what the printer says; dying here loses answers that came.</summary>
        private bool Listen()
        {
            bool moved = printer.Step();
            Span<byte> replies = stackalloc byte[64];
            int count = printer.Model.TakeReplies(replies);
            Assert.True(moved || count > 0, "printer and sender wait for each other");
            if (_budget != int.MaxValue && random.Next(2000) == 0)
                return false;
            foreach (byte value in replies[..count])
            {
                EchoEvent heard = _echo.Take(value);
                if (heard.Kind == EchoEventKind.BandPrinted && heard.Number < journal.Sent)
                    journal.Confirm(heard.Number);
                else if (heard.Kind == EchoEventKind.Synchronised && heard.Number == journal.Nonce)
                    _isSynchronised = true;
            }

            return true;
        }
    }
}
