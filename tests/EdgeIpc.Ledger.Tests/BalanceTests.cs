namespace EdgeIpc.Ledger.Tests;

public sealed class BalanceTests
{
    private static readonly StationFigures Good = new()
    {
        Ticks = new TickFigures(Due: 1000, Published: 990, Missed: 7, Pending: 3),
        Readers = [new ReaderFigures("controller", Published: 990, JoinedAt: 10, Read: 900, Lost: 50, Lag: 30)],
        Commands = [new CommandFigures("controller", Sent: 20, Unresolved: 0, Answered: 12, Expired: 2, Refused: 1, Interrupted: 1, NoReply: 2, Doubtful: 0, Waiting: 2, InHand: 0)],
        Jobs = new JobFigures(CarriedIn: 3, Accepted: 30, Unresolved: 0, Completed: 28, Canceled: 2, Aborted: 1, Waiting: 2),
        Rows = new RowFigures(CarriedIn: 100, Confirmed: 5100, SentUnconfirmed: 24, FirstTime: 5010, RepeatedUnmarked: 0),
    };

    [Fact]
    public void Figures_that_add_up_hold()
    {
        Assert.True(Balance.Of(Good).Holds);
        Assert.True(Balance.Of(new StationFigures { Drained = true }).Holds);
    }

    [Fact]
    public void A_lost_tick_is_named() =>
        Broken(Good with { Ticks = Good.Ticks with { Missed = 6 } }, "ticks", 1000, 999,
            "ticks: 1000 due, but 990 published + 6 missed + 3 pending: 1 unaccounted for.");

    [Fact]
    public void A_lost_sample_is_named_with_its_reader() =>
        Broken(Good with { Readers = [Good.Readers[0], Good.Readers[0] with { Name = "recorder", Read = 899 }] }, "samples of recorder", 990, 989,
            "samples of recorder: 990 published, but joined at 10 + 899 read + 50 lost + 30 behind: 1 unaccounted for.");

    [Fact]
    public void A_sample_that_was_read_twice_is_named() =>
        Broken(Good with { Readers = [Good.Readers[0] with { Read = 901 }] }, "samples of controller", 990, 991,
            "samples of controller: 990 published, but joined at 10 + 901 read + 50 lost + 30 behind: 1 too many.");

    [Fact]
    public void A_reader_that_left_or_died_is_not_waited_for_but_what_it_took_must_add_up()
    {
        var reader = Good.Readers[0];
        var drained = new StationFigures { Drained = true, Ticks = new TickFigures(990, 990, 0, 0) };
        Assert.Contains("30 still behind after the drain", Assert.Single(Balance.Of(drained with { Readers = [reader] }).Imbalances).Sentence, StringComparison.Ordinal);
        foreach (var (standing, term) in ((ReaderStanding, string)[])[(ReaderStanding.Left, "30 since it left"), (ReaderStanding.Died, "30 unread since it died")])
        {
            Assert.True(Balance.Of(drained with { Readers = [reader with { Standing = standing }] }).Holds);
            var broken = Balance.Of(drained with { Readers = [reader with { Standing = standing, Read = 899 }] });
            Assert.Contains($"+ 899 read + 50 lost + {term}: 1 unaccounted for", Assert.Single(broken.Imbalances).Sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_lost_and_a_torn_frame_are_named_with_their_viewer()
    {
        var viewer = new FrameReaderFigures(new ReaderFigures("viewer-1", Published: 600, JoinedAt: 0, Read: 590, Lost: 10, Lag: 0), Torn: 0);
        var frames = new FrameFigures("grey", new TickFigures(Due: 601, Published: 600, Missed: 1, Pending: 0), [viewer]);
        Assert.True(Balance.Of(Good with { Frames = [frames] }).Holds);
        Broken(Good with { Frames = [frames with { Ticks = frames.Ticks with { Missed = 0 } }] }, "grey frames", 601, 600,
            "grey frames: 601 due, but 600 published + 0 missed + 0 pending: 1 unaccounted for.");
        Broken(Good with { Frames = [frames with { Readers = [viewer with { Reader = viewer.Reader with { Lost = 9 } }] }] }, "grey frames of viewer-1", 600, 599,
            "grey frames of viewer-1: 600 published, but joined at 0 + 590 read + 9 lost + 0 behind: 1 unaccounted for.");
        Broken(Good with { Frames = [frames with { Readers = [viewer with { Torn = 2 }] }] }, "grey frames of viewer-1", 2, 0,
            "grey frames of viewer-1: 2 torn, but 0 are allowed.");
    }

    [Fact]
    public void A_lost_command_is_named() =>
        Broken(Good with { Commands = [Good.Commands[0] with { Answered = 11 }] }, "commands to controller", 20, 19,
            "commands to controller: 20 sent, but 11 answered + 2 expired + 1 refused + 1 interrupted + 2 without reply + 2 waiting: 1 unaccounted for.");

    [Fact]
    public void A_lost_job_is_named() =>
        Broken(Good with { Jobs = Good.Jobs with { Completed = 27 } }, "jobs", 33, 32,
            "jobs: 3 carried in + 30 accepted, but 27 completed + 2 canceled + 1 aborted + 2 waiting: 1 unaccounted for.");

    [Fact]
    public void A_doubled_row_is_named() =>
        Broken(Good with { Rows = Good.Rows! with { RepeatedUnmarked = 1 } }, "rows printed twice", 1, 0,
            "rows printed twice: 1 without a mark, but 0 are allowed.");

    [Fact]
    public void A_row_that_was_confirmed_and_is_not_on_the_paper_is_named() =>
        Broken(Good with { Rows = Good.Rows! with { FirstTime = 4999 } }, "rows", 5100, 5099,
            "rows: 5100 confirmed (and perhaps 24 more), but 100 carried in + 4999 on paper: 1 unaccounted for.");

    [Fact]
    public void A_row_on_the_paper_that_was_never_sent_is_named() =>
        Broken(Good with { Rows = Good.Rows! with { FirstTime = 5025 } }, "rows", 5124, 5125,
            "rows: 5100 confirmed (and perhaps 24 more), but 100 carried in + 5025 on paper: 1 too many.");

    [Fact]
    public void Every_broken_equation_is_named()
    {
        var balance = Balance.Of(Good with
        {
            Ticks = Good.Ticks with { Due = 1 },
            Jobs = Good.Jobs with { Accepted = 31 },
            Rows = Good.Rows! with { RepeatedUnmarked = 2 },
        });
        Assert.Equal("ticks, jobs, rows printed twice", string.Join(", ", balance.Imbalances.Select(i => i.Equation)));
    }

    [Theory]
    [InlineData(0, 17, false)]
    [InlineData(0, 18, true)]
    [InlineData(0, 19, false)]
    [InlineData(1, 18, true)]
    [InlineData(1, 19, true)]
    [InlineData(1, 20, false)]
    public void A_send_that_nobody_resolved_leaves_room_for_one_message_and_no_more(int unresolved, int ended, bool holds)
    {
        var queue = Good.Commands[0] with { Unresolved = unresolved, Answered = ended - 6 };
        Assert.Equal(holds, Balance.Of(Good with { Commands = [queue] }).Holds);
    }

    [Theory]
    [InlineData(1, 0, 17, true)]
    [InlineData(0, 1, 17, true)]
    [InlineData(1, 1, 16, true)]
    [InlineData(1, 1, 15, false)]
    [InlineData(1, 1, 19, false)]
    public void A_message_in_hand_or_in_doubt_may_be_missing_and_no_more(int inHand, int doubtful, int ended, bool holds)
    {
        var queue = Good.Commands[0] with { InHand = inHand, Doubtful = doubtful, Answered = ended - 6 };
        Assert.Equal(holds, Balance.Of(Good with { Commands = [queue] }).Holds);
    }

    [Fact]
    public void What_is_in_flight_can_not_be_negative()
    {
        var ticks = Balance.Of(Good with { Ticks = new TickFigures(10, 12, 0, -2) });
        Assert.Equal("ticks: -2 pending, which can't be fewer than 0.", Assert.Single(ticks.Imbalances).Sentence);
        var reader = Balance.Of(Good with { Readers = [new ReaderFigures("tap", 10, 0, 11, 0, -1)] });
        Assert.Equal("samples of tap: -1 behind, which can't be fewer than 0.", Assert.Single(reader.Imbalances).Sentence);
    }

    [Fact]
    public void After_a_drain_nothing_may_be_in_flight_but_jobs_on_disk()
    {
        var balance = Balance.Of(Good with { Drained = true });
        Assert.Equal(
            "ticks: 3 still pending after the drain. samples of controller: 30 still behind after the drain. commands to controller: 2 still waiting after the drain.",
            string.Join(' ', balance.Imbalances.Select(i => i.Sentence)));
    }

    private static void Broken(StationFigures figures, string equation, long left, long right, string sentence)
    {
        var balance = Balance.Of(figures);
        Assert.False(balance.Holds);
        Assert.Equal(new Imbalance(equation, left, right, sentence), Assert.Single(balance.Imbalances));
    }
}
