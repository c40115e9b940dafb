namespace EdgeIpc.Paper;

/// <summary>What may come at any time between ordered answers: flow control, answers to DLE EOT, automatic status.</summary>
internal sealed class RealTimeReply
{
    private const byte Xon = 0x11, Xoff = 0x13;
    private const int AutoStatusBytes = 4;

    private uint _autoStatus;
    private int _autoStatusTaken;

    /// <summary>
    /// An answer to DLE EOT has bits 0 and 7 clear, bits 1 and 4 set, so it is never XON or XOFF (SRP-350, TM-L60II and
    /// TM-U220 manuals). Automatic status begins with a byte that has bit 4 set and bits 0, 1 and 7 clear; three more follow.
    /// </summary>
    /// <returns>False: the byte belongs to an ordered answer.</returns>
    internal bool TryTake(byte value, out EchoEvent heard)
    {
        heard = default;
        // Flow control may come between any two bytes.
        if (value is Xon or Xoff)
        {
            heard = new(value == Xon ? EchoEventKind.ResumeAsked : EchoEventKind.PauseAsked, 0);
            return true;
        }

        if (_autoStatusTaken > 0)
        {
            // The bytes after the first have bits 4 and 7 clear; another byte means that the line lost one.
            if ((value & 0b1001_0000) != 0)
            {
                _autoStatusTaken = 0;
                return TryTake(value, out heard);
            }

            _autoStatus = (_autoStatus << 8) | value;
            if (++_autoStatusTaken == AutoStatusBytes)
            {
                _autoStatusTaken = 0;
                heard = new(EchoEventKind.AutoStatus, (int)_autoStatus);
            }

            return true;
        }

        if ((value & 0b1001_0011) == 0b0001_0010)
        {
            heard = new(EchoEventKind.Status, value);
            return true;
        }

        if ((value & 0b1001_0011) != 0b0001_0000)
            return false;
        (_autoStatus, _autoStatusTaken) = (value, 1);
        return true;
    }
}
