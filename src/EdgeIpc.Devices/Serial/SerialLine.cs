using System.IO.Ports;
using EdgeIpc.Posix;

namespace EdgeIpc.Devices;

/// <summary>
/// The line to a printer: System.IO.Ports sets it up and writes, a <see cref="LineProbe"/> beside it waits, reads and counts.
/// Used by one thread at a time. DTR and RTS are left to the driver: a pseudo-terminal has none, and a board that resets on
/// DTR must not be reset by opening its line.
/// </summary>
public sealed class SerialLine : IDisposable
{
    /// <summary>The most bytes handed to the driver at once. Its buffer has room for 2 KiB and more whenever it says that it is writable.</summary>
    public const int PieceBytes = 1024;

    /// <summary>No machine that still prints leaves a thread without a processor for so long.</summary>
    private const int MostSchedulingMs = 10_000;

    private const int BitsPerByte = 10;
    private const int LineKey = 0;
    private const int StopKey = 1;
    private readonly SerialPort _port;
    private readonly LineProbe _probe;
    private readonly FileLock _lock;
    private readonly TimeProvider _time;
    private readonly EventFd _stop = new();
    private readonly Epoll _readable = new();
    private readonly Epoll _writable = new();
    private readonly byte[] _piece = new byte[PieceBytes];

    internal SerialLine(SerialPort port, LineProbe probe, FileLock exclusive, TimeProvider time)
    {
        (_port, _probe, _lock, _time) = (port, probe, exclusive, time);
        _readable.Add(probe.File, LineKey);
        _readable.Add(_stop.File, StopKey);
        _writable.Add(probe.File, LineKey, PollEvents.Writable);
        _writable.Add(_stop.File, StopKey);
    }

    /// <summary>For an <see cref="Epoll"/> of the owner: readable when a reply is there, hung up when the other end is gone. Read by <see cref="Read"/>.</summary>
    public FileDescriptor Descriptor => _probe.File;

    /// <summary>Bits per second.</summary>
    public int Baud => _port.BaudRate;

    /// <summary>Asks the kernel whether the other end is still there.</summary>
    public LineState State => WaitFor(_readable, TimeSpan.Zero).HasFlag(PollEvents.HangUp) ? LineState.HungUp : LineState.Open;

    /// <summary>Bytes that the driver has taken and the UART has not; 0 on a pseudo-terminal and on a line that hung up.</summary>
    public int BytesQueued
    {
        get
        {
            try
            {
                return _probe.CountBytesQueued();
            }
            catch (PosixException e) when (e.Errno == Errno.EIO)
            {
                return 0;
            }
        }
    }

    /// <summary>Opens a device for this process alone.</summary>
    /// <inheritdoc cref="SerialLineOpening.TryOpen"/>
    public static LineOpenResult TryOpen(SerialLineOptions options, string lockDirectory, FileSharing sharing, TimeProvider time) =>
        SerialLineOpening.TryOpen(options, lockDirectory, sharing, time);

    /// <summary>
    /// Hands bytes to the driver, which sends them at the line's speed. Waits for room first and only then writes, so that a
    /// line that flow control stopped takes whole pieces or nothing, and what is on its way is known.
    /// </summary>
    /// <param name="bytes">Any length; goes out in pieces of <see cref="PieceBytes"/>.</param>
    /// <param name="timeout">The most to wait in all.</param>
    /// <param name="cancellation">Ends the wait for room.</param>
    /// <exception cref="OperationCanceledException">Cancelled before all was handed over: how much was is unknown.</exception>
    public LineWrite Write(ReadOnlySpan<byte> bytes, TimeSpan timeout, CancellationToken cancellation)
    {
        using var _ = StopOn(cancellation);
        long startedAt = _time.GetTimestamp();
        int written = 0;
        while (written < bytes.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var left = timeout - _time.GetElapsedTime(startedAt);
            var ready = WaitFor(_writable, left);
            if (ready.HasFlag(PollEvents.HangUp)) return new LineWrite(LineWriteOutcome.HungUp, written);
            if (ready.HasFlag(PollEvents.Writable))
            {
                int length = Math.Min(bytes.Length - written, PieceBytes);
                var outcome = WritePiece(bytes.Slice(written, length));
                if (outcome != LineWriteOutcome.Written) return new LineWrite(outcome, written);
                written += length;
            }
            else if (left <= TimeSpan.Zero)
            {
                return new LineWrite(LineWriteOutcome.Stopped, written);
            }
        }

        return new LineWrite(LineWriteOutcome.Written, written);
    }

    /// <summary>Takes the bytes that came back, waiting for the first of them. Costs nothing while it waits.</summary>
    /// <param name="destination">At least 1 byte.</param>
    /// <param name="timeout">The most to wait; zero only looks.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public LineRead Read(Span<byte> destination, TimeSpan timeout, CancellationToken cancellation)
    {
        using var _ = StopOn(cancellation);
        long startedAt = _time.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var left = timeout - _time.GetElapsedTime(startedAt);
            var ready = WaitFor(_readable, left);
            if (ready.HasFlag(PollEvents.Readable) && ReadNow(destination) is var count and > 0) return new LineRead(LineState.Open, count);
            if ((ready & (PollEvents.HangUp | PollEvents.Error)) != PollEvents.None) return new LineRead(LineState.HungUp, 0);
            if (left <= TimeSpan.Zero) return new LineRead(LineState.Open, 0);
        }
    }

    /// <summary>Waits until every byte has left the machine: the driver's queue, then the UART's own FIFO where the driver tells.</summary>
    /// <param name="timeout">The most to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public LineDrain Drain(TimeSpan timeout, CancellationToken cancellation)
    {
        long startedAt = _time.GetTimestamp();
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (State == LineState.HungUp) return LineDrain.HungUp;
                int queued = _probe.CountBytesQueued();
                if (queued == 0 && HasLeftTransmitter()) return LineDrain.Drained;
                var left = timeout - _time.GetElapsedTime(startedAt);
                if (left <= TimeSpan.Zero) return LineDrain.StillSending;
                var onTheWire = TimeSpan.FromSeconds((queued + 1.0) * BitsPerByte / Baud);
                cancellation.WaitHandle.WaitOne(left < onTheWire ? left : onTheWire);
            }
        }
        catch (PosixException e) when (e.Errno == Errno.EIO)
        {
            return LineDrain.HungUp;
        }
    }

    public void Dispose()
    {
        _port.Dispose();
        _readable.Dispose();
        _writable.Dispose();
        _stop.Dispose();
        _probe.Dispose();
        // Last: whoever waits for the lock must find the device free.
        _lock.Dispose();
    }

    private LineWriteOutcome WritePiece(ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(_piece);
        // The driver has room, so this waits for nothing but a processor; System.IO.Ports hands over on a thread of its own.
        // A short time-out here took a loaded machine for a lost line.
        _port.WriteTimeout = MostSchedulingMs;
        try
        {
            _port.Write(_piece, 0, piece.Length);
            return LineWriteOutcome.Written;
        }
        catch (TimeoutException)
        {
            return LineWriteOutcome.Uncertain;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // What a write says after a hang-up depends on how far the port noticed it.
            return LineWriteOutcome.HungUp;
        }
    }

    private int ReadNow(Span<byte> destination)
    {
        try
        {
            return _probe.File.Read(destination);
        }
        catch (PosixException e) when (e.Errno == Errno.EIO)
        {
            return 0;
        }
    }

    private bool HasLeftTransmitter()
    {
        var transmitter = _probe.AskTransmitter();
        if (transmitter == TransmitterState.Unknown) _probe.WaitUntilSent();
        return transmitter != TransmitterState.Sending;
    }

    private CancellationTokenRegistration StopOn(CancellationToken cancellation)
    {
        _stop.Reset();
        return cancellation.UnsafeRegister(static stop => ((EventFd)stop!).Signal(), _stop);
    }

    private PollEvents WaitFor(Epoll epoll, TimeSpan timeout)
    {
        Span<ReadyEvent> ready = stackalloc ReadyEvent[2];
        var events = PollEvents.None;
        int count = epoll.Wait(ready, timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero);
        foreach (var one in ready[..count])
        {
            if (one.Key == LineKey) events |= one.Events;
        }

        return events;
    }
}
