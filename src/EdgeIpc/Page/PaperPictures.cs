using System.Globalization;
using EdgeIpc.Instance;

namespace EdgeIpc.Page;

/// <summary>The emulated printer's paper as it draws it into the instance's directory.</summary>
internal static class PaperPictures
{
    /// <summary>Changes with every new picture of what hangs out; null while there is none.</summary>
    public static long? RevisionOf(StationInstance instance)
    {
        var picture = new FileInfo(instance.HangingPaperPath);
        return picture.Exists ? picture.LastWriteTimeUtc.Ticks : null;
    }

    /// <summary>The numbers of the receipts that were cut last, the newest first.</summary>
    public static IReadOnlyList<int> NewestReceipts(StationInstance instance, int most) =>
    [
        .. Directory.EnumerateFiles(instance.PaperDirectory, "receipt-*.png")
            .Select(path => int.Parse(Path.GetFileNameWithoutExtension(path)["receipt-".Length..], NumberStyles.None, CultureInfo.InvariantCulture))
            .OrderDescending().Take(most),
    ];

    /// <param name="receipt">Null for what hangs out.</param>
    public static byte[]? TryRead(StationInstance instance, int? receipt)
    {
        string path = receipt is { } number ? string.Create(CultureInfo.InvariantCulture, $"{instance.PaperDirectory}/receipt-{number:0000}.png") : instance.HangingPaperPath;
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
