using System.Runtime.InteropServices;

namespace EdgeIpc.Posix;

/// <summary>linux/gpio.h; the second version of its line interface, which Linux has had since 5.10.</summary>
internal static unsafe partial class Libc
{
    internal const nuint GPIO_GET_CHIPINFO_IOCTL = 0x8044B401;
    internal const nuint GPIO_V2_GET_LINE_IOCTL = 0xC250B407;
    internal const nuint GPIO_V2_LINE_GET_VALUES_IOCTL = 0xC010B40E;
    internal const int GPIO_MAX_NAME_SIZE = 32;
    internal const int GPIO_V2_LINES_MAX = 64;
    internal const ulong GPIO_V2_LINE_FLAG_INPUT = 1 << 2;
    internal const ulong GPIO_V2_LINE_FLAG_EDGE_RISING = 1 << 4;
    internal const ulong GPIO_V2_LINE_FLAG_EDGE_FALLING = 1 << 5;
    internal const ulong GPIO_V2_LINE_FLAG_BIAS_PULL_UP = 1 << 8;
    internal const ulong GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN = 1 << 9;
    internal const uint GPIO_V2_LINE_EVENT_RISING_EDGE = 1;

    /// <summary>struct gpiochip_info, 68 bytes; both texts end with a zero.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct gpiochip_info
    {
        internal fixed byte name[GPIO_MAX_NAME_SIZE];
        internal fixed byte label[GPIO_MAX_NAME_SIZE];
        internal uint lines;
    }

    /// <summary>struct gpio_v2_line_request, 592 bytes. The kernel refuses it where its padding is not zero.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct gpio_v2_line_request
    {
        internal fixed uint offsets[GPIO_V2_LINES_MAX];
        internal fixed byte consumer[GPIO_MAX_NAME_SIZE];
        internal gpio_v2_line_config config;
        internal uint num_lines;
        internal uint event_buffer_size;
        internal fixed uint padding[5];
        internal int fd;
    }

    /// <summary>struct gpio_v2_line_config, 272 bytes; its ten attributes, for lines that differ from the others, stay unused.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct gpio_v2_line_config
    {
        internal ulong flags;
        internal uint num_attrs;
        internal fixed uint padding[5];
        internal fixed ulong attrs[30];
    }

    /// <summary>struct gpio_v2_line_values, 16 bytes: a bit for each line of a request, in its order.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct gpio_v2_line_values
    {
        internal ulong bits;
        internal ulong mask;
    }

    /// <summary>struct gpio_v2_line_event, 48 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct gpio_v2_line_event
    {
        internal ulong timestamp_ns;
        internal uint id;
        internal uint offset;
        internal uint seqno;
        internal uint line_seqno;
        internal fixed uint padding[6];
    }
}
