namespace EdgeIpc.Ledger.Tests;

/// <summary>A directory of one test's own, in memory where the machine has /dev/shm; gone with the test.</summary>
internal sealed class TempDirectory : IDisposable
{
    public TempDirectory()
    {
        string parent = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"edgeipc-test-{Guid.NewGuid():N}")).FullName;
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
