using EdgeIpc.Commands;
using EdgeIpc.Posix;

namespace EdgeIpc.Instance;

/// <summary>
/// Where a running station keeps its things. In memory (/dev/shm): ring, counter pages, names of queues, the printer's line,
/// the paper. On disk: the spool, the controller's small state, logs. Every path of the station is spelt here and only here.
/// </summary>
internal sealed class StationInstance
{
    private StationInstance(InstanceName name, FileSharing sharing)
    {
        Name = name;
        Sharing = sharing;
        StateDirectory = StatePath(name);
    }

    public InstanceName Name { get; }

    /// <summary>The owner alone, or the group <c>edgeipc</c> in production.</summary>
    public FileSharing Sharing { get; }

    public string Directory => Name.Directory;

    public string StateDirectory { get; }

    public string RingPath => $"{Directory}/samples.ring";

    public string CountersDirectory => $"{Directory}/counters";

    public string QueuesDirectory => $"{Directory}/queues";

    public string LocksDirectory => $"{Directory}/locks";

    public string PaperDirectory => $"{Directory}/paper";

    /// <summary>What hangs out of the emulated printer: the last of it, drawn as it comes.</summary>
    public string HangingPaperPath => $"{PaperDirectory}/hanging.png";

    /// <summary>A symbolic link to the emulated printer's terminal.</summary>
    public string PrinterLink => $"{Directory}/printer";

    public string SpoolDirectory => $"{StateDirectory}/spool";

    public string LogsDirectory => $"{StateDirectory}/logs";

    /// <summary>The alarms that hold now: as long-lived as the samples that raised them.</summary>
    public string RaisedAlarmsPath => $"{Directory}/alarms";

    /// <summary>Where in the ring the recording began that the sensor plays.</summary>
    public string PlayedPlacePath => $"{Directory}/played";

    /// <summary>The lamps that are lit, by name, a line each: what a page or a screen shows of them.</summary>
    public string LampsPath => $"{Directory}/lamps";

    /// <summary>What the page's visitors must show before they may change anything.</summary>
    public string WebTokenPath => $"{Directory}/web.token";

    /// <summary>Where the page is, as one line; it stays when the process dies, so that its successor can be found there too.</summary>
    public string WebAddressPath => $"{Directory}/web.address";

    public string ControllerStatePath => $"{StateDirectory}/controller.json";

    /// <summary>A directory for each recording of samples, by its number.</summary>
    public string RecordingsDirectory => $"{StateDirectory}/recordings";

    /// <summary>The samples of the last day, a second each.</summary>
    public string HistoryDirectory => $"{StateDirectory}/history";

    public string RecorderStatePath => $"{StateDirectory}/recorder.json";

    /// <summary>Where a recording that is played appears.</summary>
    public string PlayRingPath => $"{Directory}/play.ring";

    /// <summary>A camera's frames of one kind.</summary>
    public string FrameRingPath(string ring) => $"{Directory}/{ring}.ring";

    public CounterPaths Counters => new(CountersDirectory);

    public QueueRegistry Queues => new(Name.Id, QueuesDirectory, Sharing);

    public string RoleLockPath(string role) => $"{LocksDirectory}/{role}";

    /// <summary>The places of an instance, whether it exists or not: its own processes may remove it at any moment.</summary>
    public static StationInstance At(InstanceName name) => new(name, SharingOf(name));

    /// <summary>Opens an instance to work in it, making what is missing.</summary>
    public static StationInstance OpenOrCreate(InstanceName name)
    {
        if (name.UserId is { } user && user != Accounts.EffectiveUserId)
            throw new RefusedException(ExitCode.NotPermitted, $"Instance {name} belongs to user {Accounts.UserName(user)}; its processes run as that user.");
        if (name.IsProduction && !System.IO.Directory.Exists(name.Directory))
            throw new RefusedException(ExitCode.Unavailable, $"{name.Directory} is missing: systemd-tmpfiles makes it at boot; for a trial use 'edgeipc demo' or --instance NAME.");
        var instance = At(name);
        foreach (string path in (string[])[instance.Directory, instance.CountersDirectory, instance.QueuesDirectory, instance.LocksDirectory, instance.PaperDirectory, instance.StateDirectory, instance.SpoolDirectory, instance.LogsDirectory, instance.RecordingsDirectory, instance.HistoryDirectory])
            instance.MakeDirectory(path);
        return instance;
    }

    /// <summary>Finds the instance a verb means: the named one, or the only one that runs.</summary>
    /// <exception cref="RefusedException">There is none, or more than one and none was named.</exception>
    public static StationInstance Find(string? wanted)
    {
        if (wanted is not null)
        {
            var named = InstanceName.Parse(wanted);
            if (System.IO.Directory.Exists(named.Directory)) return At(named);
            throw new RefusedException(ExitCode.Unavailable, $"There is no instance '{wanted}'{OthersThan(named)}.");
        }

        var all = InstanceName.Existing().Select(At).ToList();
        var running = all.Where(instance => instance.IsRunning).ToList();
        var candidates = running.Count > 0 ? running : all;
        return candidates.Count switch
        {
            1 => candidates[0],
            0 => throw new RefusedException(ExitCode.Unavailable, "No station is running here: start one with 'edgeipc demo' or 'edgeipc up'."),
            _ => throw new RefusedException(ExitCode.Usage, $"{candidates.Count} stations are here; say which with --instance: {string.Join(", ", candidates.Select(c => c.Name.Name))}."),
        };
    }

    /// <summary>Whether any process of the instance lives: the kernel says so, not a file that a killed process left.</summary>
    public bool IsRunning
    {
        get
        {
            try
            {
                return System.IO.Directory.EnumerateFiles(LocksDirectory).Any(FileLock.IsHeld);
            }
            catch (DirectoryNotFoundException)
            {
                return false;
            }
        }
    }

    /// <summary>Makes a role this process's own for its life.</summary>
    /// <exception cref="RefusedException">Another process has it.</exception>
    public FileLock TakeRole(string role) =>
        FileLock.TryAcquire(RoleLockPath(role), Sharing)
        ?? throw new RefusedException(ExitCode.Busy, $"Instance {Name} has a {role} already; one at a time.");

    /// <summary>Removes the queues and, but for the production one, the directory. State on disk stays.</summary>
    public void Remove()
    {
        if (!System.IO.Directory.Exists(Directory)) return;
        // The queues before their records: whoever is killed in between leaves what the next start can still find.
        if (System.IO.Directory.Exists(QueuesDirectory)) Queues.CleanUp();
        foreach (string path in System.IO.Directory.EnumerateFileSystemEntries(Directory))
        {
            // A symbolic link is removed itself, never what it points to.
            if (System.IO.Directory.Exists(path) && new FileInfo(path).LinkTarget is null) System.IO.Directory.Delete(path, recursive: true);
            else File.Delete(path);
        }

        if (!Name.IsProduction) System.IO.Directory.Delete(Directory);
    }

    /// <summary>Makes a directory that all of the instance may use, where it is missing.</summary>
    internal void MakeDirectory(string path)
    {
        if (System.IO.Directory.Exists(path)) return;
        var mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (Sharing.GroupId is not null) mode |= UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
        System.IO.Directory.CreateDirectory(path, mode);
    }

    private static FileSharing SharingOf(InstanceName name) =>
        name.IsProduction && Accounts.FindGroup("edgeipc") is { } group ? FileSharing.WithGroup(group) : FileSharing.OwnerOnly;

    /// <summary>Where an instance keeps what must survive a restart; need not exist.</summary>
    public static string StatePath(InstanceName name)
    {
        if (name.IsProduction) return Environment.GetEnvironmentVariable("STATE_DIRECTORY") ?? "/var/lib/edgeipc";
        string? stateHome = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        // A service account often has no home: /nonexistent.
        if (string.IsNullOrEmpty(stateHome)) stateHome = System.IO.Directory.Exists(home) ? $"{home}/.local/state" : $"/var/tmp/edgeipc-{Accounts.EffectiveUserId}";
        return $"{stateHome}/edgeipc/{name.Name}";
    }

    private static string OthersThan(InstanceName named)
    {
        var others = InstanceName.Existing().Where(name => name != named).Select(name => name.Name).ToList();
        return others.Count == 0 ? "" : $"; there is {string.Join(", ", others)}";
    }
}
