using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeIpc.Instance;
using EdgeIpc.Playout;
using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Recorder;

/// <summary>Recordings of the ring's samples: what stands in their headers, and how one is opened.</summary>
internal static class SampleRecording
{
    /// <summary>The description of a ring's recording.</summary>
    /// <param name="rateHz">0 when nobody knows.</param>
    /// <param name="sourceText">See <see cref="SourceOf"/>.</param>
    public static RecordingDescription Describe(IReadOnlyList<RingChannel> channels, double rateHz, string sourceText) => new()
    {
        ItemSizeBytes = Unsafe.SizeOf<Sample>(),
        LayoutText = Sample.LayoutText,
        Channels = [.. channels.Select(channel => new RecordingChannel(channel.Name, channel.Unit))],
        RateHz = rateHz,
        SourceText = sourceText,
    };

    /// <summary>
    /// Names the counting of positions: the boot and the directory of the counter pages, because ring and pages begin anew
    /// together, when /dev/shm does.
    /// </summary>
    public static string SourceOf(StationInstance instance)
    {
        const string BootIdPath = "/proc/sys/kernel/random/boot_id";
        // A unit with ProcSubset=pid does not see it.
        string boot = File.Exists(BootIdPath) ? File.ReadAllText(BootIdPath).Trim() : "unknown";
        return string.Create(CultureInfo.InvariantCulture, $"{instance.Name.Id} boot {boot} pages {PosixFile.TryIdentify(instance.CountersDirectory)?.Inode}");
    }

    public static IReadOnlyList<RingChannel> ChannelsOf(RecordingDescription description) =>
        [.. description.Channels.Select(channel => new RingChannel(channel.Name, channel.Unit))];

    /// <summary>Opens a recording of samples.</summary>
    /// <exception cref="RefusedException">No such file (66); no recording, damaged from its beginning, or of other items (65).</exception>
    public static RecordingReader Open(string path)
    {
        try
        {
            var recording = RecordingReader.Open(path);
            if (recording.Description.LayoutText == Sample.LayoutText && recording.Description.ItemSizeBytes == Unsafe.SizeOf<Sample>() && recording.Description.Channels.Count <= Sample.ChannelCapacity) return recording;
            recording.Dispose();
            throw new RefusedException(ExitCode.BadDocument, $"{path} holds other items than samples: \"{recording.Description.LayoutText}\".");
        }
        catch (FileNotFoundException e)
        {
            throw new RefusedException(ExitCode.NoSuchFile, e.Message);
        }
        catch (RecordingFormatException e)
        {
            throw new RefusedException(ExitCode.BadDocument, e.Message);
        }
    }

    /// <summary>The samples of the block that the reader came to; valid until its next step.</summary>
    public static ReadOnlySpan<Sample> SamplesOf(RecordingReader recording) => MemoryMarshal.Cast<byte, Sample>(recording.Items);
}
