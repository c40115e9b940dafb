namespace EdgeIpc.Paper;

/// <summary>
/// Cuts a byte stream into commands, one byte at a time, without allocating. The printer's model executes by it and
/// the planner divides raw documents by it, so both agree where a command ends.
/// It can stop at any byte and knows how many are still to come.
/// </summary>
public sealed class EscPosParser
{
    /// <summary>Bytes of parameters and data that are kept: ESC D carries up to 32 tab stops.</summary>
    public const int MostParameters = 40;

    private const byte Dle = 0x10, Dc2 = 0x12, Esc = 0x1b, Fs = 0x1c, Gs = 0x1d;

    private readonly byte[] _parameters = new byte[MostParameters];
    private byte _prefix;
    private byte _opcode;
    private int _headerBytes;
    private int _headerTaken;
    private long _dataTaken;
    private bool _endsWithNul;
    private State _state;

    private enum State
    {
        Ground,
        Opcode,
        Header,
        Data,
    }

    /// <summary>The command that the last byte belonged to.</summary>
    public EscPosCommand Command { get; private set; }

    /// <summary>The bytes after the opcode, data included, as far as they are kept.</summary>
    public ReadOnlySpan<byte> Parameters => _parameters.AsSpan(0, (int)Math.Min(MostParameters, _headerTaken + _dataTaken));

    /// <summary>The bytes of data that the command in hand announced.</summary>
    public long DataBytes { get; private set; }

    /// <summary>Bytes of the command in hand, from its first.</summary>
    public long CommandBytes { get; private set; }

    /// <summary>The first byte of the command in hand: a prefix or a byte of its own.</summary>
    public byte Prefix => _prefix;

    /// <summary>The byte after the prefix.</summary>
    public byte Opcode => _opcode;

    /// <summary>0 between commands; else how many bytes are still to come, at least: a header may announce data.</summary>
    public long BytesToCome => _state switch
    {
        State.Ground => 0,
        State.Opcode => 1,
        State.Header => _headerBytes - _headerTaken,
        _ => _endsWithNul ? 1 : DataBytes - _dataTaken,
    };

    /// <summary>Forgets a command in hand: what a printer does at power-up.</summary>
    public void Reset() => _state = State.Ground;

    public EscPosStep Push(byte value)
    {
        CommandBytes++;
        switch (_state)
        {
            case State.Ground:
                return Begin(value);
            case State.Opcode:
                return TakeOpcode(value);
            case State.Header:
                _parameters[_headerTaken++] = value;
                return _headerTaken < _headerBytes ? EscPosStep.Pending : HeaderIsComplete();
            default:
                return TakeData(value);
        }
    }

    private EscPosStep Begin(byte value)
    {
        CommandBytes = 1;
        _prefix = value;
        _opcode = 0;
        _headerBytes = _headerTaken = 0;
        _dataTaken = DataBytes = 0;
        _endsWithNul = false;
        if (value is Dle or Dc2 or Esc or Fs or Gs)
        {
            _state = State.Opcode;
            Command = EscPosCommand.Unknown;
            return EscPosStep.Pending;
        }

        Command = value switch
        {
            0x09 => EscPosCommand.Tab,
            0x0a => EscPosCommand.LineFeed,
            0x0d => EscPosCommand.CarriageReturn,
            0x0c or 0x18 => EscPosCommand.PageMode,
            < 0x20 or 0x7f => EscPosCommand.Ignored,
            _ => EscPosCommand.Character,
        };
        return EscPosStep.Complete;
    }

    private EscPosStep TakeOpcode(byte value)
    {
        _opcode = value;
        (Command, _headerBytes) = EscPosTable.Find(_prefix, value);
        if (_headerBytes > 0)
        {
            _state = State.Header;
            return EscPosStep.Pending;
        }

        return HeaderIsComplete();
    }

    private EscPosStep HeaderIsComplete()
    {
        EscPosTable.Data data = EscPosTable.DataAfter(_prefix, _opcode, Parameters);
        if (data.MoreHeaderBytes > 0)
        {
            _headerBytes += data.MoreHeaderBytes;
            _state = State.Header;
            return EscPosStep.Pending;
        }

        Command = data.Command ?? Command;
        DataBytes = data.Bytes;
        _endsWithNul = data.EndsWithNul;
        if (DataBytes == 0 && !_endsWithNul)
        {
            _state = State.Ground;
            return EscPosStep.Complete;
        }

        _state = State.Data;
        return EscPosStep.DataBegins;
    }

    private EscPosStep TakeData(byte value)
    {
        long index = _headerTaken + _dataTaken;
        if (index < MostParameters)
            _parameters[index] = value;
        _dataTaken++;
        if (_endsWithNul ? value != 0 : _dataTaken < DataBytes)
            return EscPosStep.Data;
        _state = State.Ground;
        return EscPosStep.DataEnds;
    }
}
