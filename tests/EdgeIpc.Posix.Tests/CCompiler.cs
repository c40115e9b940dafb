using System.Diagnostics;
using System.Globalization;

namespace EdgeIpc.Posix.Tests;

/// <summary>What we say, the C expression for it, and the value that we hold it to have.</summary>
internal sealed record CFact(string Name, string Expression, object Value);

/// <summary>A C compiler that checks numbers by static assertions. It runs nothing, so one for another architecture does as well.</summary>
internal sealed class CCompiler
{
    /// <summary>Every header that something in Libc comes from.</summary>
    private static readonly string[] Headers =
    [
        "errno.h", "fcntl.h", "grp.h", "limits.h", "mqueue.h", "poll.h", "pthread.h", "pwd.h", "sched.h", "semaphore.h", "signal.h", "stddef.h", "stdlib.h", "termios.h", "time.h", "unistd.h",
        "sys/epoll.h", "sys/eventfd.h", "sys/file.h", "sys/inotify.h", "sys/ioctl.h", "sys/mman.h", "sys/prctl.h", "sys/resource.h", "sys/stat.h",
        "sys/statvfs.h", "sys/syscall.h", "sys/time.h", "sys/timerfd.h", "sys/timex.h", "sys/wait.h",
        "linux/futex.h", "linux/gpio.h", "linux/serial.h", "linux/magic.h",
    ];

    /// <summary>The kernel's own terminal structures, which can't be had together with those of the C library.</summary>
    private static readonly string[] KernelTerminalHeaders = ["stddef.h", "asm/termbits.h", "asm/ioctls.h", "linux/ioctl.h"];
    private static readonly string[] KernelTerminalNames = ["termios2", "TCGETS2"];
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private CCompiler(string path) => Path = path;

    public string Path { get; }

    /// <summary>A cross compiler may have been installed without them.</summary>
    public bool HasHeaders => Compile(Headers, []).Count == 0;

    /// <summary>The first of these programs on the PATH; null when there is none.</summary>
    public static CCompiler? Find(params string[] names)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        string? path = names.SelectMany(name => folders.Select(folder => System.IO.Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        return path is null ? null : new CCompiler(path);
    }

    /// <summary>One line for each fact that the headers deny or do not know.</summary>
    public IReadOnlyList<string> Check(IEnumerable<CFact> facts)
    {
        var ofKernelTerminals = facts.ToLookup(fact => KernelTerminalNames.Any(name => fact.Expression.Contains(name, StringComparison.Ordinal)));
        return [.. Compile(Headers, ofKernelTerminals[false]), .. Compile(KernelTerminalHeaders, ofKernelTerminals[true])];
    }

    private List<string> Compile(IEnumerable<string> headers, IEnumerable<CFact> facts)
    {
        var lines = headers.Select(header => $"#include <{header}>")
            .Concat(facts.Select(fact => string.Create(CultureInfo.InvariantCulture, $"_Static_assert((long long)({fact.Expression}) == {Literal(fact.Value)}, \"{fact.Name} is not {fact.Value}\");")));
        return Run("#define _GNU_SOURCE 1\n" + string.Join('\n', lines) + "\n");
    }

    // The smallest long long can't be written as one literal in C; no header has it.
    private static string Literal(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) + (value is ulong or nuint ? "ULL" : "LL");

    private List<string> Run(string source)
    {
        var start = new ProcessStartInfo(Path) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])["-x", "c", "-std=gnu11", "-fsyntax-only", "-fmax-errors=0", "-"]) start.ArgumentList.Add(argument);
        using var compiler = Process.Start(start)!;
        var errors = compiler.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        compiler.StandardInput.Write(source);
        compiler.StandardInput.Close();
        if (!compiler.WaitForExit(Bound)) compiler.Kill();
        var findings = errors.GetAwaiter().GetResult().Split('\n').Where(line => line.Contains("error:", StringComparison.Ordinal)).ToList();
        return compiler.ExitCode == 0 || findings.Count > 0 ? findings : [$"{Path} ended with {compiler.ExitCode}"];
    }
}
