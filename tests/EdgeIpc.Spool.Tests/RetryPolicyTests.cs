using CsCheck;

namespace EdgeIpc.Spool.Tests;

public sealed class RetryPolicyTests
{
    [Fact]
    public void Each_failure_doubles_the_pause_up_to_the_longest()
    {
        var policy = new RetryPolicy { FirstPause = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromSeconds(10) };

        double[] pausesSeconds = [.. Enumerable.Range(1, 5).Select(failures => policy.PauseAfter(failures).TotalSeconds)];

        Assert.Equal([2, 4, 8, 10, 10], pausesSeconds);
    }

    [Fact]
    public void The_policy_decides_whether_the_job_keeps_its_place()
    {
        Assert.Equal(new RetryDecision.RetryCurrent(TimeSpan.FromSeconds(2)), new RetryPolicy(PrinterErrorPolicy.RetryCurrentJob).NextAttempt(1));
        Assert.Equal(new RetryDecision.RetryLater(TimeSpan.FromSeconds(4)), new RetryPolicy(PrinterErrorPolicy.RetryJob).NextAttempt(2));
        Assert.Equal(new RetryDecision.Abort(), new RetryPolicy(PrinterErrorPolicy.AbortJob).NextAttempt(1));
        Assert.Equal(new RetryDecision.StopPrinter(), new RetryPolicy(PrinterErrorPolicy.StopPrinter).NextAttempt(99));
    }

    [Fact]
    public void A_job_that_failed_the_allowed_number_of_times_is_given_up()
    {
        var policy = new RetryPolicy { MaxAttempts = 3 };

        Assert.IsType<RetryDecision.RetryCurrent>(policy.NextAttempt(2));
        Assert.IsType<RetryDecision.Abort>(policy.NextAttempt(3));
    }

    [Fact]
    public void Whatever_the_failures_a_retry_lies_within_the_longest_pause() => Gen.Int[1, int.MaxValue].Sample(failures =>
    {
        var policy = new RetryPolicy { MaxAttempts = int.MaxValue };
        return policy.PauseAfter(failures) is var pause && pause >= policy.FirstPause && pause <= policy.LongestPause;
    });
}
