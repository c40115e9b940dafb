using System.Diagnostics;
using EdgeIpc.Posix;
using EdgeIpc.Ring.Frames;
using EdgeIpc.TestChild;

namespace EdgeIpc.Ring.Tests;

/// <summary>The layout page is enough to read a ring by: a program in C that knows nothing else passes the stress.</summary>
public sealed class RingLayoutTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private readonly RingFolder _folder = new();

    // Not in /dev/shm, from which some systems run nothing.
    private readonly string _program = Path.Combine(Directory.CreateTempSubdirectory("edgeipc-test-").FullName, "ring-reader");

    public void Dispose()
    {
        Directory.Delete(Path.GetDirectoryName(_program)!, recursive: true);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_reader_in_C_that_follows_the_page_loses_nothing_uncounted_over_killed_writers()
    {
        await CompileAsync();
        RingWriter<StressSample>.Open(_folder.Ring, new RingOptions { SlotCount = 1024, ClaimBlockSlots = 16 }, FileSharing.OwnerOnly).Dispose();
        using var reader = Start(_program, _folder.Ring, "0");
        Assert.Equal("ready, without a writer", await reader.StandardOutput.ReadLineAsync(Token));
        for (int writer = 0; writer < 4; writer++)
        {
            using var child = Child.Start("write", _folder.Ring, "1024", "16", $"{writer}");
            await child.ReadLineAsync(Token);
            using var watcher = RingReader<StressSample>.Open(_folder.Ring, RingStart.Newest);
            while (watcher.Published < watcher.JoinedAt + 2000) await Task.Yield();
            await child.KillAsync(Token);
        }

        var counts = await EndAsync(reader);
        long published = RingInfo.Read(_folder.Ring).Published;
        Assert.Equal((published, published, 0), (counts.Cursor, counts.Read + counts.Lost, counts.Torn));
        Assert.True(counts.Read > 0);
    }

    [Fact]
    public async Task A_reader_in_C_finds_every_frame_whole()
    {
        const int FrameCount = 2000;
        await CompileAsync();
        RingWriter<ThermalFrame>.Open(_folder.Ring, new RingOptions { SlotCount = 64 }, FileSharing.OwnerOnly).Dispose();
        using var reader = Start(_program, _folder.Ring, "0");
        Assert.Equal("ready, without a writer", await reader.StandardOutput.ReadLineAsync(Token));
        using (var writer = Child.Start("write-frames", _folder.Ring, $"{FrameCount}")) Assert.Equal(0, await writer.ExitAsync(Token));
        var counts = await EndAsync(reader);
        Assert.Equal((FrameCount, FrameCount, 0), (counts.Cursor, counts.Read + counts.Lost, counts.Torn));
        Assert.True(counts.Read > 0);
    }

    [Fact]
    public async Task A_reader_in_C_reads_samples_that_it_was_not_made_for()
    {
        await CompileAsync();
        using var writer = _folder.OpenWriter();
        using var reader = Start(_program, _folder.Ring, "0");
        Assert.Equal("ready, with a writer", await reader.StandardOutput.ReadLineAsync(Token));
        RingFolder.Publish(writer, 50);
        Assert.Equal(new ReadCounts(50, 50, 0, 0), await EndAsync(reader));
    }

    [Fact]
    public async Task A_reader_in_C_refuses_what_the_page_does_not_describe()
    {
        await CompileAsync();
        using (RingWriter<Weather>.Open(_folder.Ring, new RingOptions { SlotCount = 8 }, FileSharing.OwnerOnly))
        {
            // A ring, but its samples don't begin with their position, which is what this program checks.
        }

        using var reader = Start(_program, _folder.Ring, "0");
        Assert.Equal($"{_folder.Ring}: other samples\n", await reader.StandardError.ReadToEndAsync(Token));
    }

    /// <summary>Lets the program read the rest and end.</summary>
    private static async Task<ReadCounts> EndAsync(Process reader)
    {
        reader.StandardInput.Close();
        string[] counts = (await reader.StandardOutput.ReadToEndAsync(Token).WaitAsync(Watchdog, Token)).Trim().Split(' ');
        await reader.WaitForExitAsync(Token);
        Assert.Equal(0, reader.ExitCode);
        long Number(int index) => long.Parse(counts[index], System.Globalization.CultureInfo.InvariantCulture);
        return new ReadCounts(Number(0), Number(1), Number(2), Number(3));
    }

    private async Task CompileAsync()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "ring-reader.c");
        string? compiler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "cc")).FirstOrDefault(File.Exists);
        if (compiler is null) Assert.Skip("there is no C compiler (cc)");
        using var compiling = Start(compiler, "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-o", _program, source);
        string errors = await compiling.StandardError.ReadToEndAsync(Token);
        await compiling.WaitForExitAsync(Token).WaitAsync(Watchdog, Token);
        if (errors.Contains("fatal error", StringComparison.Ordinal)) Assert.Skip($"the C compiler has no headers: {errors}");
        Assert.Equal((0, ""), (compiling.ExitCode, errors));
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
