using System.Text.Json;
using EdgeIpc.Commands;
using EdgeIpc.Daemon;

namespace EdgeIpc.Tests;

/// <summary>send, chat and queues, as people type them.</summary>
public sealed class CommandVerbsTests : IDisposable
{
    private readonly RunningRoles _station = new();

    public void Dispose() => _station.Dispose();

    [Theory]
    [InlineData(64, "There is no command 'fly'", "send", "fly")]
    [InlineData(64, "No command.", "send")]
    [InlineData(64, "The rate 0 is out of range: 1 to 10000 Hz.", "send", "rate", "0")]
    [InlineData(64, "The rate 1000000000 is out of range: 1 to 10000 Hz.", "send", "rate", "1000000000")]
    [InlineData(69, "has no controller", "send", "ping")]
    [InlineData(64, "'Anna' can't name a person", "chat", "Anna")]
    public void Bad_input_gets_one_sentence_and_the_exit_code_that_says_what_kind(int exitCode, string sentence, params string[] arguments)
    {
        var outcome = _station.Run(arguments);
        Assert.Equal((exitCode, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_full_queue_is_told_at_once_and_stop_still_has_a_place()
    {
        await _station.StartAsync(Role.Controller);
        await _station.StopAsync(Role.Controller);
        for (int i = 0; i < QueueLimits.OrdinaryMessages; i++) Assert.IsType<SendResult.Accepted>(_station.Post(new Command.Say("hello")));
        var full = _station.Run("send", "say", "one too many");
        Assert.Equal((int)ExitCode.Busy, full.ExitCode);
        Assert.Contains("8 commands wait, and the last 2 places are kept", full.Errors, StringComparison.Ordinal);
        Assert.Equal((0, "The kernel has it.\n"), (_station.Run("send", "stop", "--no-reply") is var stop ? stop.ExitCode : -1, stop.Output));

        var queues = JsonDocument.Parse(_station.Run("queues", "--json").Output).RootElement;
        var queue = Assert.Single(queues.EnumerateArray(), queue => queue.GetProperty("role").GetString() == Role.Controller);
        Assert.Equal((9, 10, "0600"), (queue.GetProperty("waiting").GetInt32(), queue.GetProperty("limit").GetInt32(), queue.GetProperty("mode").GetString()));
    }

    [Fact]
    public void Two_people_chat_through_a_queue_each_and_what_is_written_to_an_absent_one_waits()
    {
        Assert.Equal((0, ""), Chat("hello bert\nare you there?\n", "anna", "--to", "bert"));
        Assert.Equal((0, "anna: hello bert\nanna: are you there?\n"), Chat("hello anna\n", "bert", "--to", "anna"));
        // Without --to the answer goes to who wrote.
        Assert.Equal((0, "bert: hello anna\n"), Chat("", "anna"));
    }

    [Fact]
    public async Task Both_ends_of_a_chat_may_be_open_at_once_and_each_has_one_reader()
    {
        using var anna = Edgeipc.Start(null, "chat", "anna", "--to", "bert", "--instance", _station.Name);
        using var bert = Edgeipc.Start(null, "chat", "bert", "--to", "anna", "--instance", _station.Name);
        var token = TestContext.Current.CancellationToken;
        await anna.StandardInput.WriteLineAsync("ping");
        Assert.Equal("anna: ping", await bert.StandardOutput.ReadLineAsync(token));
        await bert.StandardInput.WriteLineAsync("pong");
        Assert.Equal("bert: pong", await anna.StandardOutput.ReadLineAsync(token));
        Assert.Equal((int)ExitCode.Busy, _station.Run("chat", "anna").ExitCode);
        anna.StandardInput.Close();
        bert.StandardInput.Close();
        Assert.Equal((0, 0), (Edgeipc.Finish(anna).ExitCode, Edgeipc.Finish(bert).ExitCode));
    }

    [Fact]
    public void A_line_that_does_not_fit_is_not_sent_silently()
    {
        string elevenLines = string.Concat(Enumerable.Range(1, 11).Select(i => $"line {i}\n"));
        var outcome = Edgeipc.RunWith(elevenLines, null, "chat", "anna", "--to", "bert", "--instance", _station.Name);
        Assert.Equal((int)ExitCode.Busy, outcome.ExitCode);
        Assert.Contains("this one was not sent: line 11", outcome.Errors, StringComparison.Ordinal);
        // The most that waited is shown while the reader is away, and after it has been there.
        Assert.Equal((10, 10), ChatOf("bert"));
        Assert.Equal(0, Chat("", "bert").ExitCode);
        Assert.Equal((0, 10), ChatOf("bert"));
    }

    private (int Waiting, int HighWaterMark) ChatOf(string person)
    {
        var queues = JsonDocument.Parse(_station.Run("queues", "--json").Output).RootElement;
        var queue = Assert.Single(queues.EnumerateArray(), queue => queue.GetProperty("role").GetString() == $"chat.{person}");
        return (queue.GetProperty("waiting").GetInt32(), queue.GetProperty("highWaterMark").GetInt32());
    }

    private (int ExitCode, string Output) Chat(string input, params string[] arguments)
    {
        var outcome = Edgeipc.RunWith(input, null, ["chat", .. arguments, "--instance", _station.Name]);
        return (outcome.ExitCode, outcome.Output);
    }
}
