namespace EdgeIpc.Paper;

/// <summary>Single bytes that may come at any time: flow control and answers to DLE EOT.</summary>
internal static class RealTimeReply
{
    private const byte Xon = 0x11, Xoff = 0x13;

    /// <summary>
    /// An answer to DLE EOT has bits 0 and 7 clear, bits 1 and 4 set, so it is never XON or XOFF.
    /// Source: SRP-350, TM-L60II and TM-U220 manuals.
    /// </summary>
    internal static EchoEvent Read(byte value) => value switch
    {
        Xon => new(EchoEventKind.ResumeAsked, 0),
        Xoff => new(EchoEventKind.PauseAsked, 0),
        _ when (value & 0b1001_0011) == 0b0001_0010 => new(EchoEventKind.Status, value),
        _ => default,
    };
}
