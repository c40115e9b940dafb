using EdgeIpc.Instance;
using EdgeIpc.Posix;

namespace EdgeIpc.Tests;

public sealed class StationInstanceTests : IDisposable
{
    private static int s_count;

    private readonly InstanceName _name = InstanceName.Parse($"t{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");

    public void Dispose()
    {
        // Opened anew, so that the state directory's path is known even where a test removed the instance.
        var instance = StationInstance.OpenOrCreate(_name);
        instance.Remove();
        Directory.Delete(instance.StateDirectory, recursive: true);
    }

    [Fact]
    public void An_instance_of_a_person_is_closed_to_everyone_else()
    {
        var instance = StationInstance.OpenOrCreate(_name);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(instance.Directory));
    }

    [Fact]
    public void It_runs_while_a_process_holds_a_role_and_not_because_files_are_left()
    {
        var instance = StationInstance.OpenOrCreate(_name);
        var role = instance.TakeRole("sensor");
        Assert.True(instance.IsRunning);
        role.Dispose();
        Assert.True(File.Exists(instance.RoleLockPath("sensor")));
        Assert.False(instance.IsRunning);
    }

    [Fact]
    public void A_role_is_one_process_at_a_time()
    {
        var instance = StationInstance.OpenOrCreate(_name);
        using var first = instance.TakeRole("spooler");
        var refusal = Assert.Throws<RefusedException>(() => instance.TakeRole("spooler"));
        Assert.Equal(ExitCode.Busy, refusal.ExitCode);
    }

    [Fact]
    public void Removing_it_leaves_nothing_in_memory_and_never_follows_a_link()
    {
        var instance = StationInstance.OpenOrCreate(_name);
        string outside = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;
        try
        {
            string kept = Path.Combine(outside, "kept");
            File.WriteAllText(kept, "");
            File.CreateSymbolicLink(instance.PrinterLink, outside);
            instance.Remove();
            Assert.False(Directory.Exists(instance.Directory));
            Assert.True(File.Exists(kept));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("Demo")]
    [InlineData("a-name-that-is-far-too-long-for-a-queue")]
    public void A_name_that_cannot_be_a_directory_and_a_queue_is_refused(string name) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<RefusedException>(() => InstanceName.Parse(name)).ExitCode);

    [Fact]
    public void A_name_may_carry_its_user()
    {
        var name = InstanceName.Parse("1234-demo");
        Assert.Equal(1234u, name.UserId);
        Assert.Equal("1234-demo", name.Id);
        Assert.Equal($"{Accounts.EffectiveUserId}-demo", InstanceName.Parse("demo").Id);
    }
}
