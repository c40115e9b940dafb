using EdgeIpc.HardwareTests.Jig;
using EdgeIpc.HardwareTests.Machine;

namespace EdgeIpc.HardwareTests;

/// <summary>Whose the station's memory and queues are, and who takes them away.</summary>
public sealed class UserTests(Bench bench)
{
    private const string Person = "edgeipc-person";

    [HardwareFact(JigParts.None)]
    public void The_station_of_a_system_user_outlives_every_logout()
    {
        bench.Station.StartFresh();
        LogInAndOut(bench.Station.User);
        bench.Station.Edgeipc("send ping");
        bench.Station.Edgeipc("tap --count 10 > /dev/null");
    }

    [HardwareFact(JigParts.None)]
    public void What_an_ordinary_user_made_in_memory_goes_with_the_last_logout_as_doctor_says()
    {
        MakePerson();
        string made = "/dev/shm/edgeipc-hil-logout";
        bench.Target.Run($"runuser -u {Person} -- touch {made}");
        LogInAndOut(Person);
        bench.Target.Await($"test ! -e {made}", "logind has removed what the user left in memory");
        string doctor = bench.Target.Try($"runuser -u {Person} -- {HilStation.Directory}/edgeipc doctor").Output;
        Assert.Contains("RemoveIPC", doctor, StringComparison.Ordinal);
    }

    [HardwareFact(JigParts.None)]
    public void A_stranger_can_not_command_the_station()
    {
        MakePerson();
        bench.Station.StartFresh();
        string id = bench.Target.Run($"id -u {bench.Station.User}");
        var sent = bench.Target.Try($"runuser -u {Person} -- {HilStation.Directory}/edgeipc --instance {id}-hil send shutdown");
        Assert.NotEqual(0, sent.ExitCode);
        bench.Station.Edgeipc("send ping");
    }

    /// <summary>/dev/shm is sticky and everybody's: whoever is first has the name. What the kernel forbids there is fs.protected_regular's.</summary>
    [HardwareFact(JigParts.None)]
    public void A_name_in_memory_that_a_stranger_took_first_is_refused_not_used()
    {
        MakePerson();
        bench.Station.Stop();
        string squatted = $"/dev/shm/edgeipc-$(id -u {bench.Station.User})-hil";
        bench.Target.Run($"rm -rf {squatted}; runuser -u {Person} -- mkdir -m 0777 {squatted}");
        try
        {
            var started = bench.Target.Try($"{bench.Station.Command("up")} 2>&1");
            Assert.NotEqual(0, started.ExitCode);
            Assert.Equal("", bench.Target.Run($"ls {squatted}"));
        }
        finally
        {
            bench.Target.Run($"rm -rf {squatted}");
        }
    }

    private void MakePerson() => bench.Target.Run($"id {Person} > /dev/null 2>&1 || useradd --create-home {Person}");

    /// <summary>A login of logind's, as ssh makes one, that begins and ends.</summary>
    private void LogInAndOut(string user)
    {
        string uid = bench.Target.Run($"id -u {user}");
        bench.Target.Run($"systemd-run --quiet --wait --collect -p PAMName=login -p User={user} true");
        bench.Target.Await($"test ! -e /run/systemd/users/{uid}", $"{user} has logged out");
    }
}
