using System.Globalization;
using System.Text;
using EdgeIpc.Spool;

namespace EdgeIpc.Tests.Torture;

/// <summary>
/// A document each of whose pieces says which it is: a picture names itself in the dots of every row, a text in every
/// line. So the paper alone tells what is missing, torn or there twice.
/// </summary>
/// <param name="Title">What a mark on the paper calls it.</param>
/// <param name="Pieces">Rows of a picture, lines of a text; of one copy.</param>
internal sealed record NumberedDocument(string Title, bool IsPicture, int Pieces, int Copies)
{
    public const int BytesPerRow = 48;

    private const int NameBytes = 10;

    public static NumberedDocument Random(int number, Random random)
    {
        bool isPicture = random.Next(3) > 0;
        string title = string.Create(CultureInfo.InvariantCulture, $"{(isPicture ? 'p' : 't')}{number:000}");
        return new NumberedDocument(title, isPicture, isPicture ? random.Next(40, 400) : random.Next(10, 80), random.Next(6) == 0 ? 2 : 1);
    }

    public SubmitRequest ToRequest(int priority = 50) => new(IsPicture ? Picture() : Encoding.UTF8.GetBytes(Text()), IsPicture ? DocumentFormat.Raw : DocumentFormat.Text)
    {
        Title = Title,
        Copies = Copies,
        Priority = priority,
    };

    /// <summary>The row with this number, as it must be on paper.</summary>
    public byte[] Row(int index)
    {
        // 0x20 to 0x7f: no byte begins a command, so that a row is dots wherever it is cut.
        byte[] row = new byte[BytesPerRow];
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Title}.{index:00000}"), row);
        uint noise = (uint)((index * 2_654_435_761u) + (uint)Pieces);
        for (int i = NameBytes; i < BytesPerRow; i++)
        {
            noise = (noise * 1_664_525u) + 1_013_904_223u;
            row[i] = (byte)(0x20 + (noise >> 26));
        }

        return row;
    }

    public string Line(int index) => string.Create(CultureInfo.InvariantCulture, $"{Title}.{index:00000} abcdefghijklmnop");

    /// <summary>Which document and piece a row or line says that it is; null when it says nothing.</summary>
    public static (string Title, int Index)? NameOf(ReadOnlySpan<char> name) =>
        name.Length >= NameBytes && name[0] is 'p' or 't' && name[4] == '.' && int.TryParse(name[5..NameBytes], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? (name[..4].ToString(), index)
            : null;

    private string Text() => string.Concat(Enumerable.Range(0, Pieces).Select(index => Line(index) + '\n'));

    private byte[] Picture()
    {
        var document = new MemoryStream();
        document.Write([0x1d, (byte)'v', (byte)'0', 0, BytesPerRow, 0, (byte)Pieces, (byte)(Pieces >> 8)]);
        for (int index = 0; index < Pieces; index++) document.Write(Row(index));
        // Past the cutter, then the cut.
        document.Write([0x1b, (byte)'J', 130, 0x1d, (byte)'V', 0]);
        return document.ToArray();
    }
}
