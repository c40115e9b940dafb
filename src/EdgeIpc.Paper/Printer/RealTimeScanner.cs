namespace EdgeIpc.Paper;

internal enum RealTimeRequest
{
    None,

    /// <summary>DLE EOT n.</summary>
    Status,

    /// <summary>DLE DC4 1 m t: open the drawer.</summary>
    Drawer,
}

/// <summary>
/// Finds real-time commands in the bytes as they arrive, before the buffer: also inside pictures, as printers do, which
/// is why image data must not look like them.
/// </summary>
internal sealed class RealTimeScanner
{
    private uint _lastBytes;

    /// <param name="argument">The n of DLE EOT, or the drawer's pin.</param>
    internal RealTimeRequest Push(byte value, out int argument)
    {
        argument = 0;
        uint before = _lastBytes;
        _lastBytes = (_lastBytes << 8) | value;
        if ((before & 0xffff) == 0x1004 && value is >= 1 and <= 4)
        {
            argument = value;
            return RealTimeRequest.Status;
        }

        // 10 14 01 m t, t 1..8.
        byte pin = (byte)before;
        if ((before >> 8) == 0x101401 && pin <= 1 && value is >= 1 and <= 8)
        {
            argument = pin;
            return RealTimeRequest.Drawer;
        }

        return RealTimeRequest.None;
    }
}
