using System.Buffers.Binary;
using System.CommandLine;
using EdgeIpc.Paper;
using EdgeIpc.Posix;

namespace EdgeIpc.Documents;

/// <summary>
/// <c>decode-picture</c>: a picture file on standard input, its pixels on standard output. Only <see cref="PictureDecoder"/>
/// starts it: a file that was made to do harm harms a process that nobody needs.
/// </summary>
internal static class DecodePictureVerb
{
    public const string Name = "decode-picture";

    /// <summary>What answers begin with.</summary>
    public const byte PictureFollows = 1, SentenceFollows = 2;

    /// <summary>Beyond what the runtime itself takes (56 MB). Of 4 megapixels of noise a PNG needs 71 MB more, a progressive JPEG in full colour 55 MB.</summary>
    public const ulong MoreDataBytes = 128 << 20;

    /// <summary>A picture of 4 megapixels takes about a second of a slow core.</summary>
    public const int CpuSeconds = 10;

    public static Command Create()
    {
        var verb = new Command(Name, "Unpacks a picture in a process with limits of memory and time; started by print and encode.") { Hidden = true };
        verb.SetAction(_ =>
        {
            Limit();
            Answer();
            return (int)ExitCode.Ok;
        });
        return verb;
    }

    private static void Limit()
    {
        ResourceLimits.SetForGood(ResourceLimit.CoreBytes, 0);
        ResourceLimits.SetForGood(ResourceLimit.FileSizeBytes, 0);
        ResourceLimits.SetForGood(ResourceLimit.CpuSeconds, CpuSeconds);
        // Not the address space: the runtime reserves hundreds of gigabytes of it and uses little.
        if (ResourceLimits.DataBytesInUse() is { } now) ResourceLimits.SetForGood(ResourceLimit.DataBytes, now + MoreDataBytes);
    }

    private static void Answer()
    {
        using var input = Console.OpenStandardInput();
        using var file = new MemoryStream();
        input.CopyTo(file);
        try
        {
            var picture = PictureReader.Read(file.ToArray());
            Span<byte> head = stackalloc byte[9];
            head[0] = PictureFollows;
            BinaryPrimitives.WriteInt32LittleEndian(head[1..], picture.Width);
            BinaryPrimitives.WriteInt32LittleEndian(head[5..], picture.Height);
            FileDescriptor.StandardOutput.WriteAll(head);
            FileDescriptor.StandardOutput.WriteAll(picture.Pixels.Span);
        }
        catch (FormatException e)
        {
            FileDescriptor.StandardOutput.WriteAll([SentenceFollows, .. System.Text.Encoding.UTF8.GetBytes(e.Message)]);
        }
        catch (OutOfMemoryException)
        {
            FileDescriptor.StandardOutput.WriteAll([SentenceFollows, .. "the picture needs more memory than a picture may take"u8]);
        }
    }
}
