using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeIpc.Posix;
using EdgeIpc.Ring;
using EdgeIpc.Ring.Frames;
using EdgeIpc.Ring.Textbook;

namespace EdgeIpc.TestChild;

/// <summary>Processes that use the textbook's buffers, and are stopped or killed with the lock in their hands.</summary>
public static class LockHolding
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A picture in which every pixel follows from its number.</summary>
    public static void Draw(ref ThermalFrame frame, long number)
    {
        for (int i = 0; i < ThermalFrame.WidthPixels * ThermalFrame.HeightPixels; i++) frame.Pixels[i] = number % 1000 + i;
        Frame.Seal(ref frame, (ulong)number, number * 1000);
    }

    /// <summary>Overwrites the unguarded place till it is ended.</summary>
    public static int WriteUnguarded(string path, ManualResetEventSlim stopping)
    {
        using var buffer = UnguardedBuffer<ThermalFrame>.Open(path);
        Console.WriteLine("ready");
        for (long number = 0; !stopping.IsSet; number++)
        {
            Draw(ref buffer.Value, number);
            buffer.NoteWritten();
        }

        return 0;
    }

    /// <summary>Writes so many frames with the lock, in place.</summary>
    public static int WriteLocked(string path, int count)
    {
        using var buffer = LockedBuffer<ThermalFrame>.Open(path);
        Console.WriteLine("ready");
        for (long number = 0; number < count; number++)
        {
            if (buffer.BeginWrite(Patience) != BufferOutcome.Ready) return 1;
            Draw(ref buffer.Value, number);
            buffer.EndWrite();
        }

        return 0;
    }

    /// <summary>Publishes so many frames in a ring.</summary>
    public static int WriteRing(string path, int count)
    {
        using var writer = RingWriter<ThermalFrame>.Open(path, new RingOptions { SlotCount = 64 }, FileSharing.OwnerOnly);
        var frame = new ThermalFrame();
        Console.WriteLine("ready");
        while (writer.Published < count)
        {
            Draw(ref frame, writer.Published);
            writer.Publish(in frame);
        }

        return 0;
    }

    /// <summary>Takes one value, then does something else for a while.</summary>
    public static int Dawdle(string path, ManualResetEventSlim stopping)
    {
        using var buffer = LockedBuffer<StressSample>.Open(path);
        Console.WriteLine("ready");
        while (!stopping.IsSet)
        {
            buffer.Read(out _, TimeSpan.FromMilliseconds(20));
            stopping.Wait(20);
        }

        return 0;
    }

    /// <summary>Takes the lock to read and keeps it until it may go on.</summary>
    public static int HoldAsReader(string path, ManualResetEventSlim stopping)
    {
        using var buffer = LockedBuffer<ThermalFrame>.Open(path);
        if (buffer.BeginRead(Patience) != BufferOutcome.Ready) return 1;
        Console.WriteLine("held");
        stopping.Wait();
        buffer.EndRead();
        return 0;
    }

    /// <summary>Takes the lock to write, writes half of a frame and keeps the lock.</summary>
    public static int HoldAsWriter(string path, ManualResetEventSlim stopping)
    {
        using var buffer = LockedBuffer<ThermalFrame>.Open(path);
        if (buffer.BeginWrite(Patience) != BufferOutcome.Ready) return 1;
        var bytes = MemoryMarshal.AsBytes(new Span<ThermalFrame>(ref buffer.Value));
        bytes[..(Unsafe.SizeOf<ThermalFrame>() / 2)].Fill(0xAB);
        Console.WriteLine("held");
        stopping.Wait();
        return 0;
    }
}
