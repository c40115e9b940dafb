namespace EdgeIpc.Commands.Tests;

public sealed class CommandWordsTests
{
    public static TheoryData<string, Command> Known => new()
    {
        { "ping", new Command.Ping() },
        { "status", new Command.Status() },
        { "start", new Command.Start() },
        { "stop", new Command.Stop() },
        { "rate 1", new Command.Rate(1) },
        { "rate 10000", new Command.Rate(10_000) },
        { "mark door opened", new Command.Mark("door opened") },
        { "say héllo, wörld", new Command.Say("héllo, wörld") },
        { "alarm z above 2.5", new Command.AlarmSet("z", AlarmDirection.Above, 2.5) },
        { "alarm 0 below -1e3", new Command.AlarmSet("0", AlarmDirection.Below, -1000) },
        { "alarm list", new Command.AlarmList() },
        { "alarm clear", new Command.AlarmClear() },
        { "print-summary 10", new Command.PrintSummary(10) },
        { "print-chart 86400", new Command.PrintChart(86_400) },
        { "printer pause", new Command.PrinterPause() },
        { "printer resume", new Command.PrinterResume() },
        { "shutdown", new Command.Shutdown() },
        { "power cut", new Command.PowerCut() },
        { "press 1", new Command.Press("1", Long: false) },
        { "press mark long", new Command.Press("mark", Long: true) },
        { "paper out", new Command.Paper(PaperChange.Out) },
        { "paper in", new Command.Paper(PaperChange.In) },
        { "cover open", new Command.Cover(CoverChange.Open) },
        { "feed", new Command.Feed() },
        { "cover close", new Command.Cover(CoverChange.Close) },
        { "kill printer-emulator", new Command.Kill("printer-emulator") },
        { "process stop controller", new Command.Process("controller", ProcessChange.Stop) },
        { "process start viewer-1", new Command.Process("viewer-1", ProcessChange.Start) },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Each_command_can_be_typed_and_travels_unchanged(string line, Command expected)
    {
        var right = Assert.IsType<ParsedWords.Right>(CommandWords.Parse(line.Split(' ')));
        Assert.Equal(expected, right.Command);
        Assert.True(CommandJson.TryRead(CommandJson.Write(expected), out Command travelled, out _));
        Assert.Equal(expected, travelled);
    }

    [Fact]
    public void Every_command_of_the_set_is_in_the_table_above()
    {
        var all = typeof(Command).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Command))).Select(type => type.Name).Order(StringComparer.Ordinal);
        var tested = Known.Select(row => row.Data.Item2.GetType().Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(all, tested);
    }

    [Theory]
    [InlineData("", "No command. Known are ping, status,")]
    [InlineData("fly", "There is no command 'fly'. Known are ping, status, start, stop, rate, mark, alarm, print-summary, print-chart, say, printer, shutdown, press, paper, cover, power, feed, kill, process.")]
    [InlineData("Ping", "There is no command 'Ping'.")]
    [InlineData("ping twice", "'ping twice' is not understood; it is used as: ping.")]
    [InlineData("rate", "'rate' is not understood; it is used as: rate HZ.")]
    [InlineData("rate fast", "'fast' is no whole number that 'rate' takes: 1 to 10000 Hz.")]
    [InlineData("rate 0", "The rate 0 is out of range: 1 to 10000 Hz.")]
    [InlineData("rate 1000000000", "The rate 1000000000 is out of range: 1 to 10000 Hz.")]
    [InlineData("rate 99999999999", "'99999999999' is no whole number that 'rate' takes: 1 to 10000 Hz.")]
    [InlineData("print-summary 0", "0 seconds are out of range: 1 to 86400 s.")]
    [InlineData("print-chart 86401", "86401 seconds are out of range: 1 to 86400 s.")]
    [InlineData("mark", "'mark' is not understood; it is used as: mark TEXT.")]
    [InlineData("alarm z over 3", "'alarm z over 3' is not understood; it is used as: alarm CHANNEL above|below VALUE, alarm list, alarm clear.")]
    [InlineData("alarm z above high", "'high' is no number to compare a channel with.")]
    [InlineData("alarm z above NaN", "An alarm's value is a finite number, not NaN.")]
    [InlineData("alarm z/y above 1", "'z/y' is no name of a channel: 1 to 32 letters, digits, '-' and '_'.")]
    [InlineData("printer", "'printer' is not understood; it is used as: printer pause|resume.")]
    [InlineData("paper up", "'paper up' is not understood; it is used as: paper out|in.")]
    [InlineData("kill", "'kill' is not understood; it is used as: kill ROLE.")]
    [InlineData("process restart web", "'process restart web' is not understood; it is used as: process stop|start ROLE.")]
    public void Bad_words_get_one_sentence_that_says_what_is_allowed(string line, string sentence)
    {
        var wrong = Assert.IsType<ParsedWords.Wrong>(CommandWords.Parse(line.Length == 0 ? [] : line.Split(' ')));
        Assert.StartsWith(sentence, wrong.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_text_fits_into_a_message_however_it_is_escaped()
    {
        string longestReplyName = "/edgeipc.4294967295-" + new string('n', 24) + ".reply.4194304.18446744073.9999";
        byte[] message = new byte[Frame.SizeBytesMax];
        foreach (string unit in (string[])["a", "\"", "\\", "é", "\ue000", "😀", "\u2028", "߿"])
        {
            string text = string.Concat(Enumerable.Repeat(unit, CommandRules.TextBytesMax / System.Text.Encoding.UTF8.GetByteCount(unit)));
            var command = new Command.Mark(text);
            Assert.False(CommandRules.TryFindFault(command, out _));
            var frame = new Frame { Kind = FrameKind.Request, RequestId = 1, ReplyQueueName = longestReplyName, Payload = CommandJson.Write(command) };
            Assert.True(frame.TryWrite(message, out _), unit);
        }

        Assert.True(CommandRules.TryFindFault(new Command.Say(new string('a', CommandRules.TextBytesMax + 1)), out _));
    }
}
