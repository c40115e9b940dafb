using System.Globalization;

namespace EdgeIpc.Posix.Tests;

public class SchedulingTests
{
    [Fact]
    public async Task Real_time_priority_is_the_calling_threads_alone()
    {
        var token = TestContext.Current.CancellationToken;
        var asked = Task.Factory.StartNew(
            () => (Permitted: ResourceLimits.TrySetRealTimePriorityOfThisThread(10), Scheduling: SchedulingOfThisThread()),
            token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var (permitted, scheduling) = await asked;
        // A thread of its own: one of the pool's might be the same again.
        Assert.Equal((0, 0), await Task.Factory.StartNew(SchedulingOfThisThread, token, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        if (!permitted) Assert.Skip("real-time priority is not permitted here");
        Assert.Equal((10, 1), scheduling);
    }

    [Fact]
    public async Task Real_time_priority_that_a_thread_has_already_is_kept()
    {
        var (permitted, again, scheduling) = await Task.Factory.StartNew(
            () => (ResourceLimits.TrySetRealTimePriorityOfThisThread(10), ResourceLimits.TrySetRealTimePriorityOfThisThread(20), SchedulingOfThisThread()),
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (!permitted) Assert.Skip("real-time priority is not permitted here");
        Assert.True(again);
        Assert.Equal((10, 1), scheduling);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_priority_that_does_not_exist_is_refused(int priority) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ResourceLimits.TrySetRealTimePriorityOfThisThread(priority));

    // Fields 40 and 41 of proc_pid_stat(5): rt_priority and policy; SCHED_FIFO is 1.
    private static (int Priority, int Policy) SchedulingOfThisThread()
    {
        string stat = File.ReadAllText("/proc/thread-self/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        int Field(int number) => int.Parse(fields[number - 3], CultureInfo.InvariantCulture);
        return (Field(40), Field(41));
    }
}
