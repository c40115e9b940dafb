using EdgeIpc.Posix;
using EdgeIpc.Ring;

namespace EdgeIpc.Verbs;

/// <summary>Copies a ring's samples to standard output as text: the station's own samples, or those of any other program.</summary>
internal abstract class RingTap(string path, long wanted)
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    protected string Path => path;

    /// <summary>Until so many are written, the ring is gone with its writer, or the token ends it.</summary>
    public void Run(CancellationToken stopping)
    {
        var start = RingStart.Newest;
        for (long left = wanted; left > 0;)
        {
            var (written, replacedAt) = Copy(start, left, stopping);
            left -= written;
            if (replacedAt is not { } cursor) return;
            // By a ring of another shape: its positions go on.
            start = RingStart.At(cursor);
        }
    }

    /// <returns>Samples written, and where to go on when the ring was replaced; null when there is nothing to go on with.</returns>
    protected abstract (long Written, long? ReplacedAt) Copy(RingStart start, long wanted, CancellationToken stopping);

    protected static void WriteOut(ReadOnlySpan<byte> text) => FileDescriptor.StandardOutput.WriteAll(text);

    /// <summary>What a reader of a terminal would otherwise not notice.</summary>
    protected sealed class Notices(string path)
    {
        private bool _hasWriter = true;
        private long _lost;

        public void Tell(RingWait ended, long lost)
        {
            bool has = ended != RingWait.WriterGone;
            if (has != _hasWriter) Console.Error.WriteLine(has ? "edgeipc: the writer is back." : $"edgeipc: nobody writes {path} now; waiting.");
            if (lost > _lost) Console.Error.WriteLine($"edgeipc: {lost - _lost} samples were overwritten before they could be written out.");
            (_hasWriter, _lost) = (has, lost);
        }
    }
}

/// <summary>The station's samples.</summary>
internal sealed class StationTap(string path, SampleFormat format, long wanted) : RingTap(path, wanted)
{
    private const int BatchMax = 1024;

    protected override (long Written, long? ReplacedAt) Copy(RingStart start, long wanted, CancellationToken stopping)
    {
        using var reader = Open(start);
        using var text = new SampleText(format, reader.Info.Channels);
        var batch = new Sample[BatchMax];
        var notices = new Notices(Path);
        long written = 0;
        text.WriteHead();
        Flush(text);
        while (written < wanted)
        {
            var ended = reader.Wait(Patience, stopping);
            if (ended == RingWait.Replaced) return (written, reader.Cursor);
            if (ended == RingWait.WriterGone && !File.Exists(Path)) return (written, null);
            int got = reader.Read(batch.AsSpan(0, (int)Math.Min(BatchMax, wanted - written)));
            for (int i = 0; i < got; i++) text.Write(in batch[i]);
            written += got;
            Flush(text);
            notices.Tell(ended, reader.Lost);
        }

        return (written, null);
    }

    private RingReader<Sample> Open(RingStart start)
    {
        try
        {
            return RingReader<Sample>.Open(Path, start);
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            throw new RefusedException(ExitCode.Unavailable, $"There are no samples at {Path}: no sensor has run in this instance.");
        }
    }

    private static void Flush(SampleText text)
    {
        WriteOut(text.Written);
        text.Clear();
    }
}

/// <summary>Samples of a layout that this program learns from the header.</summary>
internal sealed class AnyTap(string path, SampleFormat format, long wanted) : RingTap(path, wanted)
{
    private const int FlushBytes = 32 * 1024;

    protected override (long Written, long? ReplacedAt) Copy(RingStart start, long wanted, CancellationToken stopping)
    {
        using var reader = AnyRingReader.Open(Path, start);
        using var text = new AnySampleText(format, reader.Layout, reader.Info.Channels);
        byte[] sample = new byte[reader.Layout.SizeBytes];
        var notices = new Notices(Path);
        long written = 0;
        text.WriteHead();
        Flush(text);
        while (written < wanted)
        {
            var ended = reader.Wait(Patience, stopping);
            if (ended == RingWait.Replaced) return (written, reader.Cursor);
            if (ended == RingWait.WriterGone && !File.Exists(Path)) return (written, null);
            for (; written < wanted && text.Written.Length < FlushBytes && reader.TryRead(sample); written++) text.Write(sample);
            Flush(text);
            notices.Tell(ended, reader.Lost);
        }

        return (written, null);
    }

    private static void Flush(AnySampleText text)
    {
        WriteOut(text.Written);
        text.Clear();
    }
}
