using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]
[assembly: System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]

namespace EdgeIpc.Posix;

/// <summary>
/// The C library as its headers declare it: one file a header, C names kept. Nothing above this project sees it;
/// the public types beside it hand out spans, references and values.
/// </summary>
[SuppressMessage("Naming", "IDE1006", Justification = "C names are kept, so that man pages and code agree.")]
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    // Where the two differ, both values stand side by side with the architecture in their names, so that a C compiler for
    // either can check them on the other.
    private static bool IsArm64 => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => false,
        Architecture.Arm64 => true,
        _ => throw new PlatformNotSupportedException("EdgeIpc runs on linux-x64 and linux-arm64."),
    };
}
