using System.Buffers;

namespace EdgeIpc.Paper;

/// <summary>A QR code as this printer takes it in the fewest bytes: by its own command, or as dots, doubled by the printer where the module is even.</summary>
internal static class QrSymbol
{
    private const byte Gs = 0x1d, QrClass = 49;
    private const int PowerUpModule = 3;

    /// <summary>The commands that print it where the alignment stands at "centre"; none when it is wider than the paper.</summary>
    /// <param name="moduleDots">1..16; 3 and less is hard to scan from a thermal printer.</param>
    /// <param name="mostBytes">No command for dots is longer.</param>
    internal static byte[] Centred(ReadOnlySpan<byte> content, QrLevel level, int moduleDots, PrinterProfile profile, int mostBytes)
    {
        if (QrCode.TryEncode(content, level) is not { } code || code.Size * moduleDots > profile.WidthDots)
            return [];
        byte[] commands = Commands(content, level, moduleDots);
        // Its data or its length may look like a command that acts at once: then dots say the same.
        if (profile.Has(PrinterCommands.QrCode) && DotPicture.FindRealTimeLookAlike(commands) < 0)
            return commands;
        byte[] raster = Raster(code, moduleDots);
        return DotPicture.FindRealTimeLookAlike(raster) < 0 ? raster : Dots(code, moduleDots, profile, mostBytes);
    }

    /// <summary>GS ( k: module, level, content, print. A setting that power-up and ESC @ give is left out.</summary>
    private static byte[] Commands(ReadOnlySpan<byte> content, QrLevel level, int moduleDots)
    {
        var bytes = new ArrayBufferWriter<byte>();
        // The level's power-up value differs between models, so it is always said; the module's too, where it isn't 3.
        if (moduleDots != PowerUpModule)
            Add([67, (byte)moduleDots]);
        Add([69, (byte)(48 + level)]);
        Add([80, 48, .. content]);
        Add([81, 48]);
        return bytes.WrittenSpan.ToArray();

        void Add(ReadOnlySpan<byte> function)
        {
            int length = function.Length + 1;
            bytes.Write([Gs, (byte)'(', (byte)'k', (byte)length, (byte)(length >> 8), QrClass]);
            bytes.Write(function);
        }
    }

    private static byte[] Dots(QrCode code, int moduleDots, PrinterProfile profile, int mostBytes)
    {
        int widthDots = code.Size * moduleDots, left = (profile.WidthDots - widthDots) / 2;
        var picture = new DotPicture(profile.WidthDots, widthDots);
        for (int y = 0; y < widthDots; y++)
        {
            for (int x = 0; x < widthDots; x++)
                picture[left + x, y] = code[x / moduleDots, y / moduleDots];
        }

        return [0x1b, (byte)'a', 0, .. new PictureEncoder(picture, profile, mostBytes).Encode(), 0x1b, (byte)'a', 1];
    }

    /// <summary>GS v 0, at half resolution where the module is even: the printer doubles the dots.</summary>
    private static byte[] Raster(QrCode code, int moduleDots)
    {
        int doubled = moduleDots % 2 == 0 ? 2 : 1, module = moduleDots / doubled;
        int size = code.Size * module, widthBytes = (size + 7) / 8;
        byte[] raster = new byte[8 + (widthBytes * size)];
        ((byte[])[Gs, (byte)'v', (byte)'0', (byte)(doubled == 2 ? 3 : 0), (byte)widthBytes, 0, (byte)size, (byte)(size >> 8)]).CopyTo(raster, 0);
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                if (code[x / module, y / module])
                    raster[8 + (y * widthBytes) + (x >> 3)] |= (byte)(0x80 >> (x & 7));
            }
        }

        return raster;
    }
}
