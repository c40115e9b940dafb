namespace EdgeIpc.HardwareTests.Machine;

/// <summary>Where the sources are that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "EdgeIpc.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new DirectoryNotFoundException("These tests run inside the repository.");
    }
}
