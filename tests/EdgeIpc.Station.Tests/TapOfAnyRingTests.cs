using System.Diagnostics;
using System.Runtime.InteropServices;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;
using EdgeIpc.Verbs;

namespace EdgeIpc.Tests;

/// <summary><c>tap PATH</c>: rings that no station made, shown by what their header tells.</summary>
public sealed class TapOfAnyRingTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory($"/dev/shm/edgeipc-test-{Environment.ProcessId}-{Guid.NewGuid():N}").FullName;

    private string RingPath => $"{_folder}/any.ring";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Channels_name_the_last_fields_of_a_sample_without_an_array()
    {
        using var writer = RingWriter<Tank>.Open(RingPath, Options(new RingChannel("level", "m"), new RingChannel("inflow", "l/s")), FileSharing.OwnerOnly);
        Outcome outcome = await TapWhileAsync(() => writer.Publish(new Tank { Sequence = 7, Level = 1.25, Inflow = 3 }), RingPath, "--csv");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal(["sequence,level [m],inflow [l/s]", "7,1.25,3"], outcome.Output.Split('\n')[..2]);
    }

    [Fact]
    public async Task A_picture_is_summed_up()
    {
        using var writer = RingWriter<ThermalFrame>.Open(RingPath, Options(new RingChannel("temperature", "°C")), FileSharing.OwnerOnly);
        Outcome outcome = await TapWhileAsync(
            () =>
            {
                ref var frame = ref writer.Prepare(1)[0];
                for (int i = 0; i < 768; i++) frame.Pixels[i] = i < 384 ? 20 : 30;
                frame.Header.Checksum = ulong.MaxValue;
                writer.Commit(1);
            },
            RingPath,
            "--json");
        string[] lines = outcome.Output.Split('\n');
        Assert.Contains("{\"name\":\"temperature mean\",\"unit\":\"°C\"}", lines[0], StringComparison.Ordinal);
        // Every digit of it: not what a floating-point number keeps of it.
        Assert.Contains("\"checksum\":18446744073709551615,\"temperature min\":20,\"temperature mean\":25,\"temperature max\":30}", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stations_own_samples_look_as_ever_wherever_they_lie()
    {
        using var writer = RingWriter<Sample>.Open(RingPath, Options(new RingChannel("x", "g")), FileSharing.OwnerOnly);
        Outcome outcome = await TapWhileAsync(() => writer.Publish(new Sample { Sequence = 1 }), RingPath, "--csv");
        Assert.Equal(["sequence,takenAtNs,x [g]", "1,0,0"], outcome.Output.Split('\n')[..2]);
    }

    [Fact]
    public void What_is_no_ring_is_refused_in_one_sentence()
    {
        File.WriteAllText(RingPath, "no ring");
        Check(Edgeipc.Run("tap", RingPath), 65, "is no ring");
        Check(Edgeipc.Run("tap", _folder), 65, "directory");
        Check(Edgeipc.Run("tap", _folder + "/none"), 66, "none");
    }

    [Theory]
    [InlineData("a:f32@0 b:f32@4 size:8", 1, "a|b=c0")]
    [InlineData("a:f32@0 b:f32@4 size:8", 0, "a|b")]
    [InlineData("a:f32@0 b:f32@4 size:8", 5, "a=c0|b=c1")]
    [InlineData("n:u64@0 v:f32[4]@8 size:24", 2, "n|v=c0|v=c1")]
    [InlineData("n:u64@0 v:f32[2]@8 size:16", 0, "n|v[0]|v[1]")]
    [InlineData("v:f32[2]@0 w:u8[64]@8 size:72", 1, "v[0]|v[1]|c0 min|c0 mean|c0 max")]
    public void Which_columns_there_are_follows_from_the_header(string layoutText, int channelCount, string expected)
    {
        Assert.True(SampleLayout.TryParse(layoutText, out var layout));
        var columns = RingColumns.Of(layout, [.. Enumerable.Range(0, channelCount).Select(i => new RingChannel($"c{i}", ""))]);
        string[] wanted = [.. expected.Split('|').Select(column => column[(column.IndexOf('=', StringComparison.Ordinal) + 1)..])];
        Assert.Equal(wanted, columns.Select(column => column.Title), StringComparer.Ordinal);
    }

    private static RingOptions Options(params RingChannel[] channels) => new() { SlotCount = 64, Channels = channels };

    private static void Check(Outcome outcome, int exitCode, string says)
    {
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Contains(says, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Errors.Count(c => c == '\n'));
    }

    /// <summary>Publishes till a tap has seen two: it reads from its start on.</summary>
    private static async Task<Outcome> TapWhileAsync(Action publish, string path, string format)
    {
        using Process tap = Edgeipc.Start(null, "tap", path, format, "--count", "2");
        var finished = Task.Run(() => Edgeipc.Finish(tap), TestContext.Current.CancellationToken);
        while (!finished.IsCompleted)
        {
            publish();
            await Task.WhenAny(finished, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        return await finished;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Tank : IRingSample
    {
        public ulong Sequence;
        public double Level;
        public double Inflow;

        public static string LayoutText => "sequence:u64@0 level:f64@8 inflow:f64@16 size:24";
    }
}
