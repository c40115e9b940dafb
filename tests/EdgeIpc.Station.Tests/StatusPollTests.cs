using EdgeIpc.Paper;
using EdgeIpc.Spool;
using EdgeIpc.Spooler;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Tests;

public sealed class StatusPollTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StatusPoll _poll;

    public StatusPollTests() => _poll = new StatusPoll(PrinterProfile.Load("edgeipc-58"), _time);

    [Fact]
    public void Both_questions_are_asked_at_once_and_then_one_a_second()
    {
        Assert.False(_poll.IsKnown);
        Assert.Equal([0x10, 0x04, 2], _poll.TakeQuestion(isIdle: false).ToArray());
        Assert.True(_poll.TakeQuestion(isIdle: false).IsEmpty, "one question at a time");
        _poll.Take(0x12);
        Assert.Equal([0x10, 0x04, 4], _poll.TakeQuestion(isIdle: false).ToArray());
        _poll.Take(0x12);

        Assert.True(_poll is { IsKnown: true, IsReady: true, Sentence: "" });
        Assert.True(_poll.TakeQuestion(isIdle: false).IsEmpty);
        _time.Advance(StatusPoll.Interval);
        Assert.Equal([0x10, 0x04, 2], _poll.TakeQuestion(isIdle: false).ToArray());
    }

    [Fact]
    public void One_that_was_not_heard_for_a_while_is_asked_at_once_when_something_is_to_be_sent()
    {
        Answer(0x12, 0x12);
        Assert.True(_poll.IsFresh);
        _time.Advance(StatusPoll.Freshness);
        Assert.False(_poll.IsFresh);
        Assert.True(_poll.TakeQuestion(isIdle: false).IsEmpty);
        _poll.Hurry();
        Assert.False(_poll.TakeQuestion(isIdle: false).IsEmpty);
        _poll.Take(0x12);
        Assert.True(_poll.IsFresh);
        Assert.True(_poll.TakeQuestion(isIdle: false).IsEmpty);
    }

    [Fact]
    public void A_printer_that_confirms_bands_is_not_asked()
    {
        Answer(0x12, 0x12);
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(StatusPoll.Interval / 2);
            _poll.NoteHeard();
            Assert.True(_poll.TakeQuestion(isIdle: false).IsEmpty);
        }
    }

    [Fact]
    public void A_ready_printer_with_nothing_to_do_is_asked_rarely_and_one_without_paper_is_not()
    {
        Answer(0x12, 0x12);
        _time.Advance(StatusPoll.IdleInterval - TimeSpan.FromSeconds(1));
        Assert.True(_poll.TakeQuestion(isIdle: true).IsEmpty);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_poll.TakeQuestion(isIdle: true).IsEmpty);
        _poll.Take(0x12);

        _time.Advance(StatusPoll.IdleInterval);
        _poll.TakeQuestion(isIdle: true);
        _poll.Take(0x72);
        _time.Advance(StatusPoll.Interval);
        Assert.False(_poll.TakeQuestion(isIdle: true).IsEmpty);
    }

    // The answers of Epson's tables: DLE EOT 2 (cover, paper end, error), DLE EOT 4 (near end, end).
    [Theory]
    [InlineData(0x16, 0x12, PrinterStateReasons.CoverOpen, false, "The printer's cover is open.")]
    [InlineData(0x32, 0x72, PrinterStateReasons.MediaEmpty, false, "The paper is out.")]
    [InlineData(0x12, 0x1e, PrinterStateReasons.MediaLow, true, "The paper is near its end.")]
    [InlineData(0x36, 0x7e, PrinterStateReasons.CoverOpen | PrinterStateReasons.MediaEmpty | PrinterStateReasons.MediaLow, false, "The printer's cover is open.")]
    public void An_answer_says_what_is_wrong(byte cause, byte paper, PrinterStateReasons reasons, bool isReady, string sentence)
    {
        Answer(cause, paper);

        Assert.Equal((reasons, isReady, sentence), (_poll.Reasons, _poll.IsReady, _poll.Sentence));
    }

    // DLE EOT 2 says that there is an error, DLE EOT 3 which one: 6 recovers by itself, which is the head's heat; 3 is the cutter.
    [Theory]
    [InlineData(0x52, PrinterStateReasons.OverTemperature, "The print head is too hot; it goes on when it has cooled down.")]
    [InlineData(0x1a, PrinterStateReasons.Other, "The printer reports an error of its own.")]
    public void An_error_is_asked_for_its_cause_at_once(byte error, PrinterStateReasons reasons, string sentence)
    {
        Answer(0x12, 0x12);
        _time.Advance(StatusPoll.Interval);
        _poll.TakeQuestion(isIdle: false);
        _poll.Take(0x52);
        Assert.False(_poll.IsReady, "an error of which the cause is not known yet");
        Assert.Equal([0x10, 0x04, 3], _poll.TakeQuestion(isIdle: false).ToArray());
        _poll.Take(error);

        Assert.Equal((reasons, false, sentence), (_poll.Reasons, _poll.IsReady, _poll.Sentence));
        Answer(0x12, 0x12);
        Assert.True(_poll.IsReady);
    }

    // GS a: four bytes; cover 20 and offline 08 in the first, errors in the second, paper in the third.
    [Theory]
    [InlineData(0x18000c00, PrinterStateReasons.MediaEmpty)]
    [InlineData(0x38000000, PrinterStateReasons.CoverOpen)]
    [InlineData(0x18400000, PrinterStateReasons.OverTemperature)]
    [InlineData(0x18080000, PrinterStateReasons.Other)]
    [InlineData(0x10000300, PrinterStateReasons.MediaLow)]
    [InlineData(0x10000000, PrinterStateReasons.None)]
    public void What_the_printer_tells_by_itself_needs_no_question(int status, PrinterStateReasons reasons)
    {
        _poll.TakeAutoStatus(0x38000f00);
        _poll.TakeAutoStatus(status);

        Assert.True(_poll.IsKnown);
        Assert.Equal(reasons, _poll.Reasons);
    }

    [Fact]
    public void A_printer_that_does_not_answer_is_offline_until_it_does()
    {
        Answer(0x12, 0x12);
        _time.Advance(StatusPoll.Interval);
        _poll.TakeQuestion(isIdle: false);
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.False(_poll.TakeQuestion(isIdle: false).IsEmpty, "it is asked again");
        Assert.Equal((true, PrinterStateReasons.Offline, false), (_poll.IsSilent, _poll.Reasons, _poll.IsReady));
        _poll.Take(0x12);
        Assert.Equal((false, PrinterStateReasons.None, true), (_poll.IsSilent, _poll.Reasons, _poll.IsReady));
    }

    [Fact]
    public void An_answer_that_nobody_asked_for_changes_nothing()
    {
        Answer(0x12, 0x12);

        _poll.Take(0x36);

        Assert.True(_poll.IsReady);
    }

    private void Answer(byte cause, byte paper)
    {
        _time.Advance(StatusPoll.Interval);
        while (_poll.TakeQuestion(isIdle: false).Span is not [_, _, 2])
        {
            _poll.Take(0x12);
            _time.Advance(StatusPoll.Interval);
        }

        _poll.Take(cause);
        _poll.TakeQuestion(isIdle: false);
        _poll.Take(paper);
    }
}
