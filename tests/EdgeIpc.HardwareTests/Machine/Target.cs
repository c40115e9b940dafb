using System.Diagnostics;
using System.Text;

namespace EdgeIpc.HardwareTests.Machine;

/// <summary>What a command on the target gave back.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors);

/// <summary>
/// The machine under test, over ssh: the lab or a real Pi. One connection is kept, so that a command costs a tenth of a
/// second. Commands run as root, by sudo where the login is another.
/// </summary>
/// <param name="options">What ssh needs to find it: -F FILE, or nothing.</param>
/// <param name="destination">A host of that file, or user@host.</param>
internal sealed class Target(IReadOnlyList<string> options, string destination) : IDisposable
{
    /// <summary>Ends a hang; no assertion depends on it.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(600);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private readonly string _directory = Directory.CreateTempSubdirectory("edgeipc-hil-").FullName;
    private Process? _connection;

    private string ControlPath => $"{_directory}/ssh";

    /// <summary>Runs a shell script on the target, as root; it must succeed.</summary>
    public string Run(string script)
    {
        var outcome = Try(script);
        Assert.True(outcome.ExitCode == 0, $"'{script}' on {destination} ended with {outcome.ExitCode}: {outcome.Errors}{outcome.Output}");
        return outcome.Output.TrimEnd('\n');
    }

    public Outcome Try(string script)
    {
        Connect();
        using var ssh = Start(["sh -c 'test $(id -u) = 0 && exec sh -s || exec sudo -n sh -s'"]);
        ssh.StandardInput.Write(script);
        ssh.StandardInput.Close();
        return Finish(ssh, script);
    }

    /// <summary>A program on the target that is given lines and gives lines, until its input ends; as the user that logs in.</summary>
    public Process Converse(string command)
    {
        Connect();
        return Start([command]);
    }

    /// <summary>Puts a directory's files into one on the target, where a power cut leaves them.</summary>
    public void Put(string directory, string to)
    {
        Connect();
        using var tar = Process.Start(new ProcessStartInfo("tar", ["-C", directory, "--exclude=*.dbg", "--exclude=*.pdb", "--exclude=*.xml", "-c", "."]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        using var ssh = Start([$"sh -c 'test $(id -u) = 0 || set -- sudo -n; \"$@\" mkdir -p {to} && \"$@\" tar -C {to} -x && \"$@\" sync -f {to}' sh"]);
        tar.StandardOutput.BaseStream.CopyTo(ssh.StandardInput.BaseStream);
        ssh.StandardInput.Close();
        var outcome = Finish(ssh, $"tar -x in {to}");
        Assert.True(outcome.ExitCode == 0, $"{directory} did not get to {destination}: {outcome.Errors}");
    }

    /// <summary>Waits until a script on the target succeeds.</summary>
    public void Await(string script, string what)
    {
        var clock = Stopwatch.StartNew();
        Outcome outcome;
        while ((outcome = Try(script)).ExitCode != 0)
        {
            Assert.True(clock.Elapsed < HangLimit, $"It never happened that {what}; the last look said: {outcome.Output}{outcome.Errors}");
            Pause.For(LookInterval);
        }
    }

    /// <summary>The machine goes away or went: the next command connects anew.</summary>
    public void Disconnect()
    {
        if (_connection is null) return;
        if (!_connection.HasExited) _connection.Kill();
        _connection.WaitForExit();
        _connection.Dispose();
        _connection = null;
        File.Delete(ControlPath);
    }

    public void Dispose()
    {
        Disconnect();
        Directory.Delete(_directory, recursive: true);
    }

    private void Connect()
    {
        if (_connection is { HasExited: false }) return;
        Disconnect();
        var clock = Stopwatch.StartNew();
        _connection = Process.Start(new ProcessStartInfo("ssh", [.. options, "-N", "-M", "-S", ControlPath, "-o", "BatchMode=yes", "-o", "ConnectTimeout=60", destination])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        })!;
        while (!File.Exists(ControlPath))
        {
            Assert.False(_connection.HasExited, $"ssh to {destination} ended with {(_connection.HasExited ? _connection.ExitCode : 0)}: is it there, and your key known to it?");
            Assert.True(clock.Elapsed < HangLimit, $"No connection to {destination}.");
            Pause.For(LookInterval);
        }
    }

    private Process Start(string[] command) => Process.Start(new ProcessStartInfo("ssh", [.. options, "-S", ControlPath, destination, .. command])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = Encoding.UTF8,
    })!;

    private static Outcome Finish(Process ssh, string what)
    {
        var output = ssh.StandardOutput.ReadToEndAsync();
        var errors = ssh.StandardError.ReadToEndAsync();
        if (!ssh.WaitForExit(HangLimit))
        {
            ssh.Kill();
            Assert.Fail($"'{what}' did not end.");
        }

        return new Outcome(ssh.ExitCode, output.Result, errors.Result);
    }
}
