using System.Globalization;
using System.Text;
using EdgeIpc.Posix;

namespace EdgeIpc.Commands;

/// <summary>
/// The file that stands for a queue: its name is the queue's, its content the most messages ever found waiting, as decimal
/// digits; empty is 0. It is written only when that grows, so at most ten times in a queue's life.
/// </summary>
internal static class QueueRecord
{
    private const int DigitsMax = 10;

    public static void Make(string path, FileSharing sharing)
    {
        var (file, _) = PosixFile.OpenOrCreate(path, sharing, sharing.Writable);
        file.Dispose();
    }

    public static int ReadHighWaterMark(string path)
    {
        Span<byte> digits = stackalloc byte[DigitsMax];
        try
        {
            using var file = PosixFile.OpenRead(path);
            int length = file.Read(digits);
            return int.TryParse(digits[..Math.Max(length, 0)], NumberStyles.None, CultureInfo.InvariantCulture, out int mark) ? mark : 0;
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            return 0;
        }
    }

    public static void WriteHighWaterMark(string path, int mark)
    {
        try
        {
            using var file = PosixFile.OpenReadWrite(path);
            // A mark only grows, so the new digits cover the old ones.
            file.Write(Encoding.ASCII.GetBytes(mark.ToString(CultureInfo.InvariantCulture)));
        }
        catch (PosixException e) when (e.Errno == Errno.ENOENT)
        {
            // Somebody removed the record of a queue in use. The queue works; only its mark is not kept.
        }
    }
}
