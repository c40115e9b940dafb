using System.Globalization;

namespace EdgeIpc.Lessons.Spooling;

/// <summary>What a person of the lesson prints: lines that say whose they are and which, so that the paper alone tells what became of them.</summary>
internal static class LessonReceipt
{
    public const int Lines = 10;

    /// <summary>At 19,200 baud the head is slower than the line with text: a line's 30 rows.</summary>
    public const int RowsPerLine = 30;

    public static string Title(int person) => string.Create(CultureInfo.InvariantCulture, $"person {person:00}");

    public static string Line(int person, int line) => string.Create(CultureInfo.InvariantCulture, $"{Title(person)}, line {line:00} of {Lines}\n");

    public static string Text(int person) => string.Concat(Enumerable.Range(1, Lines).Select(line => Line(person, line)));
}

/// <summary>What lies on the paper, as somebody reads it who knows what was submitted.</summary>
/// <param name="WholePeople">Whose receipt is there with every line, in order and with nobody else's in between.</param>
/// <param name="Torn">Receipts that begin or go on, and lack lines or have others' between theirs.</param>
/// <param name="Missing">Receipts of which there is not a line.</param>
/// <param name="Doubled">Lines that came again with no mark before them.</param>
internal sealed record LessonPaper(IReadOnlyList<int> WholePeople, int Torn, int Missing, int Doubled)
{
    public int Whole => WholePeople.Count;

    /// <param name="text">The paper as text, a line each.</param>
    /// <param name="people">1 to so many printed a receipt each.</param>
    public static LessonPaper Read(string text, int people)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("- - -", StringComparison.Ordinal))];
        var whole = new List<int>();
        int missing = 0, doubled = 0;
        for (int person = 1; person <= people; person++)
        {
            var (reached, twice, isMixed) = Follow(lines, person);
            doubled += twice;
            if (reached == 0) missing++;
            else if (reached == LessonReceipt.Lines && !isMixed) whole.Add(person);
        }

        return new LessonPaper(whole, people - whole.Count - missing, missing, doubled);
    }

    private static (int Reached, int Twice, bool IsMixed) Follow(string[] lines, int person)
    {
        int reached = 0, twice = 0;
        bool isMarked = false, isMixed = false, isInside = false;
        foreach (string line in lines)
        {
            bool isOwn = false;
            for (int number = 1; number <= LessonReceipt.Lines && !isOwn; number++)
            {
                if (line != LessonReceipt.Line(person, number).Trim()) continue;
                isOwn = true;
                if (number == reached + 1) reached = number;
                else if (number <= reached && !isMarked) twice++;
            }

            bool isMark = line.Contains('»', StringComparison.Ordinal);
            if (isMark && line.Contains(LessonReceipt.Title(person), StringComparison.Ordinal)) isMarked = true;
            // Somebody else's line within a receipt: between its first and its last.
            if (!isOwn && !isMark && isInside) isMixed = true;
            isInside = reached is > 0 and < LessonReceipt.Lines;
        }

        return (reached, twice, isMixed);
    }
}
