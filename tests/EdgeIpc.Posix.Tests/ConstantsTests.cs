using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace EdgeIpc.Posix.Tests;

/// <summary>
/// Has the C compiler check every number that this project takes from C headers: constants, sizes of structures, offsets of
/// their fields. Everything in <see cref="Libc"/> is found by itself and checked under its own name, so that a new constant
/// needs nothing here, at most a header in <see cref="CCompiler"/>. Only what is called differently in C stands in a table.
/// </summary>
public sealed class ConstantsTests
{
    /// <summary>Names of ours that C does not know, and the C expression that each must equal.</summary>
    private static readonly Dictionary<string, string> Expressions = new(StringComparer.Ordinal)
    {
        ["EpollEventSizeBytes"] = "sizeof(struct epoll_event)",
        ["EpollEventDataOffset"] = "offsetof(struct epoll_event, data)",
        ["PollEvents.Readable"] = "EPOLLIN",
        ["PollEvents.Writable"] = "EPOLLOUT",
        ["PollEvents.Error"] = "EPOLLERR",
        ["PollEvents.HangUp"] = "EPOLLHUP",
        ["PosixSignalNumber.Interrupt"] = "SIGINT",
        ["PosixSignalNumber.Kill"] = "SIGKILL",
        ["PosixSignalNumber.Terminate"] = "SIGTERM",
        ["PosixSignalNumber.Continue"] = "SIGCONT",
        ["PosixSignalNumber.Stop"] = "SIGSTOP",
        ["SizeOfMutex"] = "sizeof(pthread_mutex_t)",
        ["SizeOfMutexAttributes"] = "sizeof(pthread_mutexattr_t)",
        ["SizeOfSemaphore"] = "sizeof(sem_t)",
        ["ResourceLimit.CpuSeconds"] = "RLIMIT_CPU",
        ["ResourceLimit.FileSizeBytes"] = "RLIMIT_FSIZE",
        ["ResourceLimit.DataBytes"] = "RLIMIT_DATA",
        ["ResourceLimit.CoreBytes"] = "RLIMIT_CORE",
        ["ResourceLimit.MessageQueueBytes"] = "RLIMIT_MSGQUEUE",
    };

    /// <summary>Members of the enums above that stand for nothing in C.</summary>
    private static readonly string[] NotOfC = ["PollEvents.None", "PosixSignalNumber.Probe"];

    [Fact]
    public void Every_constant_is_what_the_headers_of_this_machine_say()
    {
        string architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        Check(CCompiler.Find("gcc", "cc"), architecture);
    }

    [Fact]
    public void Every_constant_is_what_the_headers_of_a_64_bit_Pi_say()
    {
        Assert.SkipWhen(RuntimeInformation.ProcessArchitecture == Architecture.Arm64, "this machine is one, and its own compiler checks");
        Check(CCompiler.Find("aarch64-linux-gnu-gcc"), "arm64");
    }

    [Fact]
    public void Every_function_declared_is_in_the_C_library()
    {
        nint library = NativeLibrary.Load("libc.so.6");
        string[] missing = [.. Functions().Where(name => !NativeLibrary.TryGetExport(library, name, out _))];
        Assert.NotEmpty(Functions());
        Assert.Empty(missing);
    }

    [Fact]
    public void A_value_that_differs_from_the_headers_is_named()
    {
        var compiler = CCompiler.Find("gcc", "cc");
        Assert.SkipWhen(compiler is null, "no C compiler here");
        var findings = compiler.Check([new CFact("O_RDWR", "O_RDWR", 3), new CFact("O_CREAT", "O_CREAT", 0x40), new CFact("O_NONSENSE", "O_NONSENSE", 1)]);
        Assert.Contains(findings, finding => finding.Contains("O_RDWR is not 3", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Contains("O_NONSENSE", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Contains("O_CREAT", StringComparison.Ordinal));
    }

    private static void Check(CCompiler? compiler, string architecture)
    {
        Assert.SkipWhen(compiler is null, $"no C compiler for {architecture} here");
        Assert.SkipWhen(!compiler.HasHeaders, $"{compiler.Path} has no headers of the C library and the kernel");
        var facts = Facts(architecture).ToList();
        Assert.True(facts.Count > 50, $"only {facts.Count} facts were found");
        Assert.Empty(compiler.Check(facts));
    }

    private static IEnumerable<CFact> Facts(string architecture) =>
        Constants(typeof(Libc), architecture)
            .Concat(Constants(typeof(Errno), architecture))
            .Concat(typeof(Libc).GetNestedTypes(BindingFlags.NonPublic).Where(type => type.IsValueType).SelectMany(Layout))
            .Concat(((Type[])[typeof(PollEvents), typeof(PosixSignalNumber), typeof(ResourceLimit)]).SelectMany(Members));

    private static IEnumerable<CFact> Constants(Type type, string architecture)
    {
        foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            if (!field.IsLiteral || field.FieldType == typeof(string)) continue;
            string name = field.Name;
            int suffix = name.LastIndexOf('_');
            if (suffix > 0 && name[(suffix + 1)..] is "x64" or "arm64")
            {
                if (name[(suffix + 1)..] != architecture) continue;
                name = name[..suffix];
            }

            yield return new CFact(name, Expressions.GetValueOrDefault(name, name), field.GetRawConstantValue()!);
        }
    }

    private static IEnumerable<CFact> Layout(Type type)
    {
        yield return new CFact($"sizeof {type.Name}", $"sizeof(struct {type.Name})", Marshal.SizeOf(type));
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            yield return new CFact($"{type.Name}.{field.Name}", $"offsetof(struct {type.Name}, {field.Name})", (int)Marshal.OffsetOf(type, field.Name));
    }

    private static IEnumerable<CFact> Members(Type type) =>
        from name in Enum.GetNames(type)
        let full = $"{type.Name}.{name}"
        where !NotOfC.Contains(full)
        select new CFact(full, Expressions.GetValueOrDefault(full, full), Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture));

    private static IEnumerable<string> Functions() =>
        from method in typeof(Libc).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let import = method.GetCustomAttribute<LibraryImportAttribute>()
        where import is not null
        select import.EntryPoint ?? method.Name;
}
