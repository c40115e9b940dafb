using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using EdgeIpc.Paper;
using EdgeIpc.Station;

namespace EdgeIpc.Documents;

/// <summary>Has a picture unpacked in a short-lived process, which may run out of time, memory or luck without harm to this one.</summary>
internal static class PictureDecoder
{
    /// <summary>A loaded machine may give the child a tenth of a core.</summary>
    private static readonly TimeSpan WallLimit = TimeSpan.FromSeconds(60);

    private const int HeadBytes = 9, MostAnswerBytes = HeadBytes + PngReader.MostPixels;

    /// <param name="file">PNG or JPEG.</param>
    /// <exception cref="FormatException">Too large by its own header, damaged, or more work than a picture is; the message says which.</exception>
    public static GreyPicture Decode(byte[] file)
    {
        var header = PictureHeader.Read(file);
        using var child = Process.Start(ChildProcess.OwnProgram([DecodePictureVerb.Name]))!;
        // What it says while it dies goes nowhere, but must not fill the pipe.
        var noise = child.StandardError.BaseStream.CopyToAsync(Stream.Null);
        var feeding = Task.Run(() => Feed(child, file));
        try
        {
            var answer = Task.Run(() => ReadAnswer(child.StandardOutput.BaseStream));
            if (!answer.Wait(WallLimit)) throw GaveUp($"it took longer than {WallLimit.TotalSeconds} s");
            return Understand(answer.Result, header);
        }
        finally
        {
            child.Kill();
            child.WaitForExit();
            Task.WaitAll(feeding, noise);
        }
    }

    private static void Feed(Process child, byte[] file)
    {
        try
        {
            child.StandardInput.BaseStream.Write(file);
            child.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its answer, or the lack of one, says why.
        }
    }

    private static byte[] ReadAnswer(Stream output)
    {
        byte[] answer = new byte[MostAnswerBytes];
        int count = output.ReadAtLeast(answer, answer.Length, throwOnEndOfStream: false);
        return answer[..count];
    }

    private static GreyPicture Understand(byte[] answer, PictureHeader header)
    {
        if (answer is [DecodePictureVerb.SentenceFollows, .. var sentence]) throw new FormatException(Encoding.UTF8.GetString(sentence));
        if (answer.Length <= HeadBytes || answer[0] != DecodePictureVerb.PictureFollows) throw GaveUp("unpacking it was ended");
        int width = BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(1)), height = BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(5));
        bool isWhole = width > 0 && height > 0 && (long)width * height == answer.Length - HeadBytes;
        // A camera's picture may come out turned.
        bool isAsSaid = (width, height) == (header.Width, header.Height) || (height, width) == (header.Width, header.Height);
        return isWhole && isAsSaid ? new GreyPicture(width, height, answer.AsMemory(HeadBytes)) : throw GaveUp("it is not as large as its header says");
    }

    private static FormatException GaveUp(string why) => new(
        $"the picture is damaged or made to do harm: {why} (allowed are {DecodePictureVerb.CpuSeconds} s of processor time and {DecodePictureVerb.MoreDataBytes >> 20} MB)");
}
