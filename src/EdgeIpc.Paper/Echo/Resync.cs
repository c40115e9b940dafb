namespace EdgeIpc.Paper;

/// <summary>
/// What a restarted sender sends first, into a printer that may wait for the rest of a command whose sender died: zeros
/// for the longest command that can be open, then ESC @. A zero between commands prints nothing; inside a picture it is
/// white; inside a fence it spoils the id, which the printer then ignores.
/// </summary>
public static class Resync
{
    /// <summary>So many zeros surely end the head of a command, whatever of it came: none is longer, a fence with its id included.</summary>
    public const int HeadBytes = 16;

    /// <param name="openCommandBytes">The largest of the bands that were sent and not confirmed; 0: none.</param>
    public static byte[] Bytes(int openCommandBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(openCommandBytes);
        byte[] bytes = new byte[openCommandBytes + HeadBytes + 2];
        bytes[^2] = 0x1b;
        bytes[^1] = (byte)'@';
        return bytes;
    }
}
