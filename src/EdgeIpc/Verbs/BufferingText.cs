using System.Globalization;

namespace EdgeIpc.Verbs;

/// <summary>What is said of a job whose line is slower than the printer's head: the motor stops and waits for bytes.</summary>
internal static class BufferingText
{
    /// <param name="isCounted">By the printer; otherwise planned.</param>
    /// <param name="isOver">The job is printed.</param>
    public static string Of(long motorStops, bool isCounted, bool isOver)
    {
        string stops = string.Create(CultureInfo.InvariantCulture, $"{motorStops} motor stop{(motorStops == 1 ? "" : "s")}");
        return (isCounted, isOver) switch
        {
            (true, true) => $"buffering: {stops}, counted by the printer",
            (true, false) => $"buffering: {stops} so far, counted by the printer",
            _ => $"buffering: about {stops}, as planned",
        };
    }
}
