using System.Globalization;

namespace EdgeIpc.Lessons;

/// <summary>How a lesson's table writes what it counted.</summary>
internal static class LessonText
{
    public static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);

    public static string Ms(double milliseconds) => $"{milliseconds.ToString("0", CultureInfo.InvariantCulture)} ms";

    public static string Ms(TimeSpan time) => Ms(time.TotalMilliseconds);
}
