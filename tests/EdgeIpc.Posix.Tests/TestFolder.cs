namespace EdgeIpc.Posix.Tests;

/// <summary>A directory in memory for one test's files, gone with the test.</summary>
public sealed class TestFolder : IDisposable
{
    private readonly string _path = Path.Combine("/dev/shm", $"edgeipc-test-{Environment.ProcessId}-{Guid.NewGuid():N}");

    public TestFolder() => Directory.CreateDirectory(_path);

    public string this[string name] => Path.Combine(_path, name);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
