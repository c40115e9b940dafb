using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeIpc.Recorder;

/// <summary>What a restarted recorder goes on with: a small file, replaced as a whole.</summary>
internal sealed record RecorderState
{
    /// <summary>The number of the recording that is to be written; null for none.</summary>
    public int? Recording { get; init; }

    /// <summary>The highest number ever given: a removed recording's number is not given again.</summary>
    public int LastNumber { get; init; }

    /// <summary>Reads the file; without one nothing is recorded. A damaged one is set aside, not believed.</summary>
    /// <returns>The state, and where a damaged file was put.</returns>
    public static (RecorderState State, string? SetAside) Load(string path)
    {
        if (!File.Exists(path)) return (new RecorderState(), null);
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), RecorderStateJson.Default.RecorderState);
            if (state is { Recording: null or > 0, LastNumber: >= 0 }) return (state, null);
        }
        catch (JsonException)
        {
            // Handled as every other damage.
        }

        string aside = path + ".damaged";
        File.Move(path, aside, overwrite: true);
        return (new RecorderState(), aside);
    }

    /// <summary>A recorder that starts from here on records nothing until told to; numbers once given are not given again.</summary>
    public static void Forget(string path)
    {
        if (Load(path).State is { Recording: not null } state) (state with { Recording = null }).Save(path);
    }

    /// <summary>Returns once the device has it: after a power cut the recorder records what it was told to.</summary>
    public void Save(string path)
    {
        string beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, RecorderStateJson.Default.RecorderState);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RecorderState))]
internal sealed partial class RecorderStateJson : JsonSerializerContext;
