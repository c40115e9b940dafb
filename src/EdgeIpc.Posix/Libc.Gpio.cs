using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>linux/gpio.h</summary>
internal static unsafe partial class Libc
{
    internal const nuint GPIO_GET_CHIPINFO_IOCTL = 0x8044B401;

    /// <summary>struct gpiochip_info, 68 bytes; both texts end with a zero.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct gpiochip_info
    {
        internal fixed byte name[32];
        internal fixed byte label[32];
        internal uint lines;
    }
}
