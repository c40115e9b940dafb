namespace EdgeIpc.Tidy.Tests;

/// <summary>One file of the repository: its path from the root with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Whether it lies below a folder, for example <c>src/EdgeIpc.Posix</c>.</summary>
    public bool IsBelow(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);
}

/// <summary>The repository that this test was built from, read once.</summary>
internal static class Repository
{
    private static readonly string[] BuildOutput = ["bin", "obj", "TestResults"];

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Every C# file of src, tests and hardware.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } = Read("*.cs");

    /// <summary>Every project file of src, tests and hardware.</summary>
    public static IReadOnlyList<SourceFile> Projects { get; } = Read("*.csproj");

    public static string ReadText(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Exists(string path) => File.Exists(Path.Combine(Root, path));

    private static List<SourceFile> Read(string pattern)
    {
        var files = new List<SourceFile>();
        foreach (string folder in (string[])["src", "tests", "hardware"])
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories))
            {
                string path = Path.GetRelativePath(Root, file).Replace('\\', '/');
                if (path.Split('/').Any(part => BuildOutput.Contains(part, StringComparer.Ordinal))) continue;
                files.Add(new SourceFile(path, File.ReadAllText(file)));
            }
        }

        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    }

    private static string FindRoot(string from)
    {
        for (var directory = new DirectoryInfo(from); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "EdgeIpc.sln"))) return directory.FullName;
        throw new InvalidOperationException($"No EdgeIpc.sln above {from}.");
    }
}
