using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeIpc.HardwareTests;

/// <summary>A document each of whose lines says which it is, and the paper read as a person would who was told so.</summary>
internal static partial class NumberedLines
{
    public static string Line(string title, int number) => string.Create(CultureInfo.InvariantCulture, $"{title} {number:00000} abcdefghij");

    /// <summary>Every line is there, in its order; where one comes again, a mark with the document's title stood before it.</summary>
    public static void AssertAllOnPaper(string paper, string title, int count) => Assert.Equal((count, ""), Read(paper, title));

    /// <returns>How many lines came, 1 to this number without a gap, and what is wrong: nothing, if all is well.</returns>
    public static (int Lines, string Fault) Read(string paper, string title)
    {
        // What is due at this place of the paper, and the first line that was never there.
        int due = 1, next = 1;
        bool isMarked = false;
        foreach (string line in paper.Split('\n'))
        {
            if (line.Contains($"continued: {title}", StringComparison.Ordinal) || line.Contains($"COPY: {title}", StringComparison.Ordinal)) isMarked = true;
            var match = NumberedLine().Match(line);
            if (!match.Success || match.Groups["title"].Value != title) continue;
            int number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            if (number != due && !(isMarked && number < next)) return (next - 1, $"line {number} came where {due} was due{(isMarked ? "" : ", and no mark")}");
            isMarked = false;
            due = number + 1;
            next = Math.Max(next, due);
        }

        return (next - 1, "");
    }

    [GeneratedRegex(@"^(?<title>\w+) (?<number>\d{5}) abcdefghij\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberedLine();
}
