using System.Diagnostics.CodeAnalysis;

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
}
