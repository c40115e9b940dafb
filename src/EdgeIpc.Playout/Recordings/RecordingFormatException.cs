namespace EdgeIpc.Playout;

/// <summary>The file is no recording that this program can read, or holds other items than the caller can use.</summary>
public sealed class RecordingFormatException(string path, string finding) : IOException($"{path} {finding}")
{
    public string Path { get; } = path;

    /// <summary>The file ends within its header: its writer was killed as it made it, and nothing was lost that it held.</summary>
    public bool IsCutOff { get; init; }
}
