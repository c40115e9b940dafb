using EdgeIpc.Daemon;

namespace EdgeIpc.Tests;

public sealed class ProcessRunTests
{
    [Fact]
    public void A_process_told_to_stop_before_it_is_ready_ends_well()
    {
        using var roles = new RunningRoles();
        int exitCode = ProcessRun.Execute(roles.Instance, Role.Web, hasLifeline: false, run =>
        {
            run.Stop();
            run.Stopping.ThrowIfCancellationRequested();
            return ExitCode.BadSettings;
        });
        Assert.Equal((int)ExitCode.Ok, exitCode);
    }

    [Fact]
    public void A_process_that_gives_up_by_itself_does_not_end_well()
    {
        using var roles = new RunningRoles();
        Assert.Throws<OperationCanceledException>(() => ProcessRun.Execute(roles.Instance, Role.Web, hasLifeline: false, _ => throw new OperationCanceledException()));
    }
}
