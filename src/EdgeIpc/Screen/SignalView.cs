using System.Globalization;
using EdgeIpc.Playout;
using Spectre.Console.Rendering;

namespace EdgeIpc.Screen;

/// <summary>Draws one channel over the whole terminal, with what the playout buffer does below it.</summary>
internal static class SignalView
{
    private const int LabelWidth = 10;

    public static IRenderable Render(SignalSnapshot signal, int widthColumns, int heightLines, bool unicode)
    {
        int width = Math.Max(ScreenView.WidthMin, widthColumns), chartLines = Math.Max(4, heightLines - 3);
        var text = new ScreenText(width);
        int shown = StripChart.ColumnsFor(width - LabelWidth, unicode);
        StripColumn[] columns = [.. signal.Columns.Skip(Math.Max(0, signal.Columns.Count - shown))];
        var (low, high) = StripChart.Range(columns);
        text.Add(signal.Channel, ScreenText.Bold).Add($" {signal.Unit}").End();
        string[] chart = StripChart.Draw(columns, chartLines, unicode);
        for (int line = 0; line < chart.Length; line++)
        {
            string label = line == 0 ? Value(high) : line == chart.Length - 1 ? Value(low) : "";
            text.Add(label.PadLeft(LabelWidth - 1) + " ", ScreenText.Dim).Add(chart[line], ScreenText.Good).End();
        }

        State(text, signal);
        text.Add("p paper  q quit", ScreenText.Dim).End();
        return text.Render();
    }

    private static void State(ScreenText text, SignalSnapshot signal)
    {
        text.Add(ScreenView.PlayoutWord(signal), signal.State == PlayoutState.Playing ? ScreenText.Good : ScreenText.Warning);
        text.Add(string.Create(CultureInfo.InvariantCulture, $"  {signal.Buffered:N0} ahead, {signal.Underruns:N0} underruns, {signal.TimeBuffering.TotalSeconds:0.0} s buffering, {signal.Lost:N0} lost")).End();
    }

    private static string Value(float value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
