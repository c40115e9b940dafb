using EdgeIpc.Station;

namespace EdgeIpc.Tests;

public sealed class RestartPolicyTests
{
    private readonly RestartPolicy _policy = new();

    [Fact]
    public void A_child_that_worked_comes_back_at_once() => Assert.Equal(TimeSpan.Zero, _policy.NextDelay(0, 137));

    [Fact]
    public void A_child_that_keeps_failing_waits_longer_each_time_and_is_given_up()
    {
        TimeSpan?[] delays = [.. Enumerable.Range(1, _policy.FailuresMax).Select(failures => _policy.NextDelay(failures, 1))];
        Assert.Equal(TimeSpan.FromMilliseconds(100), delays[0]);
        Assert.Equal(TimeSpan.FromMilliseconds(400), delays[2]);
        Assert.Null(delays[^1]);
    }

    [Fact]
    public void The_wait_has_a_limit() =>
        Assert.Equal(TimeSpan.FromSeconds(10), new RestartPolicy { FailuresMax = 100 }.NextDelay(60, 1));

    [Theory]
    [InlineData(64)]
    [InlineData(77)]
    [InlineData(78)]
    public void A_child_that_another_try_cannot_help_is_given_up_at_once(int exitCode) => Assert.Null(_policy.NextDelay(1, exitCode));
}
