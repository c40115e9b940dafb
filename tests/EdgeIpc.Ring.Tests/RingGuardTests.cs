using System.Diagnostics;
using EdgeIpc.Posix;
using EdgeIpc.TestChild;

namespace EdgeIpc.Ring.Tests;

/// <summary>A reader that writes through its mapping dies of it, and nobody else.</summary>
public sealed class RingGuardTests : IDisposable
{
    private const int Segv = 11, Abort = 6;
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(1);
    private readonly RingFolder _folder = new();

    // Not in /dev/shm, from which some systems run nothing.
    private readonly string _programs = Directory.CreateTempSubdirectory("edgeipc-test-").FullName;

    public void Dispose()
    {
        Directory.Delete(_programs, recursive: true);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_reader_in_NET_that_writes_into_the_ring_is_aborted_and_the_ring_is_unharmed()
    {
        using var writer = _folder.OpenWriter();
        RingFolder.Publish(writer, 10);
        using var child = Child.Start("scribble", _folder.Ring);
        Assert.Equal(128 + Abort, await child.ExitAsync(Token));
        CheckUnharmed(writer);
    }

    [Fact]
    public async Task A_reader_in_C_that_writes_into_the_ring_ends_with_SIGSEGV_and_the_ring_is_unharmed()
    {
        string? compiler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "cc")).FirstOrDefault(File.Exists);
        if (compiler is null) Assert.Skip("there is no C compiler (cc)");
        string source = Path.Combine(_programs, "scribble.c"), program = Path.Combine(_programs, "scribble");
        await File.WriteAllTextAsync(
            source,
            """
            #include <fcntl.h>
            #include <sys/mman.h>
            int main(int argc, char **argv)
            {
                volatile long *map = argc < 2 ? 0 : mmap(0, 4096, PROT_READ, MAP_SHARED, open(argv[1], O_RDONLY), 0);
                if (!map || map == MAP_FAILED) return 1;
                map[33] = 0;
                return 0;
            }
            """,
            Token);
        Assert.Equal(0, await RunAsync(compiler, "-O2", "-o", program, source));
        using var writer = _folder.OpenWriter();
        RingFolder.Publish(writer, 10);
        Assert.Equal(128 + Segv, await RunAsync(program, _folder.Ring));
        CheckUnharmed(writer);
    }

    private void CheckUnharmed(RingWriter<Sample> writer)
    {
        RingFolder.Publish(writer, 10);
        using var reader = _folder.OpenReader(RingStart.Oldest);
        var samples = new Sample[64];
        int count = reader.Read(samples);
        // An eighth of the ring at a time.
        for (int got = count; got > 0; count += got = reader.Read(samples.AsSpan(count))) { }
        Assert.Equal(Enumerable.Range(0, 20).Select(position => RingFolder.Make(position)), samples[..count]);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.WaitForExitAsync(Token).WaitAsync(Watchdog, Token);
        return process.ExitCode;
    }
}
