namespace EdgeIpc.Playout;

/// <summary>The file is no recording that this program can read, or holds other items than the caller can use.</summary>
public sealed class RecordingFormatException(string path, string finding) : IOException($"{path} {finding}")
{
    public string Path { get; } = path;
}
