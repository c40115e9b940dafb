using System.Buffers.Binary;
using EdgeIpc.Posix;
using Microsoft.Extensions.Time.Testing;

namespace EdgeIpc.Playout.Tests;

/// <summary>A directory for one test's recordings, gone with the test. In memory: thousands of small files a second.</summary>
public sealed class RecordingFolder : IDisposable
{
    public const int ItemSizeBytes = 16;

    public string Path { get; } = Directory.CreateDirectory($"/dev/shm/edgeipc-test-{Environment.ProcessId}-{Guid.NewGuid():N}").FullName;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public static RecordingDescription Description { get; } = new()
    {
        ItemSizeBytes = ItemSizeBytes,
        LayoutText = "position:i64@0 twice:i64@8 size:16",
        Channels = [new("twice", "°C")],
        RateHz = 1000,
        SourceText = "a test",
    };

    public string this[string name] => System.IO.Path.Combine(Path, name);

    internal RecordingWriter OpenWriter(RecordingOptions? options = null, WriteCall? write = null) =>
        RecordingWriter.Open(Path, Description, options ?? new RecordingOptions(), FileSharing.OwnerOnly, Time, write ?? ((file, bytes) => file.Write(bytes)));

    /// <summary>A segment of blocks of these many items each.</summary>
    public string WriteSegment(params int[] itemsPerBlock)
    {
        using var writer = OpenWriter();
        long position = 0;
        foreach (int count in itemsPerBlock)
        {
            writer.Append(Items(position, count), position);
            writer.Flush();
            position += count;
        }

        return writer.SegmentPath!;
    }

    /// <summary>Items that carry their position.</summary>
    public static byte[] Items(long position, int count)
    {
        byte[] items = new byte[count * ItemSizeBytes];
        for (int i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(items.AsSpan(i * ItemSizeBytes), position + i);
            BinaryPrimitives.WriteInt64LittleEndian(items.AsSpan(i * ItemSizeBytes + 8), 2 * (position + i));
        }

        return items;
    }

    /// <summary>Reads to the end and checks that every item is the one of its position.</summary>
    public static (List<long> Positions, List<RecordingDamage> Damages) ReadAll(string path)
    {
        var positions = new List<long>();
        var damages = new List<RecordingDamage>();
        using var reader = RecordingReader.Open(path);
        for (var step = reader.Next(); step != RecordingStep.End; step = reader.Next())
        {
            if (step == RecordingStep.Damage)
            {
                damages.Add(reader.Damage!);
                continue;
            }

            Assert.Equal(Items(reader.FirstPosition, reader.ItemCount), reader.Items.ToArray());
            for (int i = 0; i < reader.ItemCount; i++) positions.Add(reader.FirstPosition + i);
        }

        return (positions, damages);
    }

    public static IEnumerable<long> Range(long first, long end)
    {
        for (long position = first; position < end; position++) yield return position;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
