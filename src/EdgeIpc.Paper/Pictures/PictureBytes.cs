namespace EdgeIpc.Paper;

/// <summary>The encoder's output. The left margin is set only when it changes, and is 0 again at the end.</summary>
internal sealed class PictureBytes
{
    /// <summary>GS L nL nH.</summary>
    internal const int MarginBytes = 4;

    private readonly List<byte> _bytes = [];
    private int _margin;

    internal void Add(params ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    internal void SetMargin(int dots)
    {
        if (dots == _margin)
            return;
        _margin = dots;
        Add(0x1d, (byte)'L', (byte)dots, (byte)(dots >> 8));
    }

    internal byte[] End()
    {
        SetMargin(0);
        return [.. _bytes];
    }
}
