using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>sys/epoll.h</summary>
internal static unsafe partial class Libc
{
    internal const int EPOLL_CLOEXEC = 0x80000;
    internal const int EPOLL_CTL_ADD = 1;
    internal const int EPOLL_CTL_DEL = 2;
    internal const uint EPOLLIN = 1;
    internal const uint EPOLLOUT = 4;
    internal const uint EPOLLERR = 8;
    internal const uint EPOLLHUP = 16;

    // struct epoll_event is packed on x86-64 (12 bytes) and naturally aligned elsewhere (16 bytes on arm64).
    internal const int EpollEventSizeBytes_x64 = 12;
    internal const int EpollEventSizeBytes_arm64 = 16;
    internal const int EpollEventDataOffset_x64 = 4;
    internal const int EpollEventDataOffset_arm64 = 8;

    internal static int EpollEventSizeBytes => IsArm64 ? EpollEventSizeBytes_arm64 : EpollEventSizeBytes_x64;

    internal static int EpollEventDataOffset => IsArm64 ? EpollEventDataOffset_arm64 : EpollEventDataOffset_x64;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_ctl(FileDescriptor epoll, int operation, FileDescriptor fd, byte* epollEvent);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int epoll_wait(FileDescriptor epoll, byte* events, int maxEvents, int timeoutMs);
}
