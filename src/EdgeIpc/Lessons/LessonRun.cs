using System.Text;
using System.Text.Json;

namespace EdgeIpc.Lessons;

/// <summary>
/// Leads through a lesson: asks, runs, shows, explains. In a terminal it waits for Enter between the steps; where nobody could press it,
/// it runs through.
/// </summary>
internal sealed class LessonRun(Lesson lesson, TextWriter output, bool isInteractive)
{
    private const int WidthColumns = 78;

    public ExitCode Tell(CancellationToken stopping)
    {
        output.WriteLine($"{lesson.Title}\n");
        Paragraph(lesson.Opening);
        bool holds = true;
        using var folder = LessonFolder.Create();
        for (int i = 0; i < lesson.Steps.Count; i++)
        {
            var step = lesson.Steps[i];
            output.WriteLine($"{i + 1} of {lesson.Steps.Count}. {step.Title}\n");
            Paragraph("Predict: " + step.Prediction);
            WaitForEnter("Enter runs it.", stopping);
            var result = step.Run(folder, stopping);
            Table(result.Table);
            Paragraph(result.Explanation);
            if (!result.Holds) Paragraph("THIS IS NOT WHAT IS PROMISED: see the figures above.");
            holds &= result.Holds;
            if (i < lesson.Steps.Count - 1) WaitForEnter("Enter goes on.", stopping);
        }

        output.WriteLine("Read:");
        foreach (var reading in lesson.Reading) output.WriteLine($"  {reading.Path}\n      {reading.LookFor}");
        output.WriteLine();
        Paragraph("Exercise: " + lesson.Exercise);
        return holds ? ExitCode.Ok : ExitCode.Unbalanced;
    }

    /// <summary>Runs all steps and writes their figures as one JSON object.</summary>
    public ExitCode WriteJson(CancellationToken stopping)
    {
        using var folder = LessonFolder.Create();
        var results = lesson.Steps.Select(step => (step.Name, Result: step.Run(folder, stopping))).ToList();
        bool holds = results.TrueForAll(step => step.Result.Holds);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("lesson", lesson.Name);
            json.WriteBoolean("holds", holds);
            json.WriteStartObject("steps");
            foreach (var (name, result) in results)
            {
                json.WriteStartObject(name);
                foreach (var (figure, value) in result.Figures) json.WriteNumber(figure, value);
                json.WriteBoolean("holds", result.Holds);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
        return holds ? ExitCode.Ok : ExitCode.Unbalanced;
    }

    private void WaitForEnter(string prompt, CancellationToken stopping)
    {
        if (!isInteractive) return;
        output.Write(prompt + " ");
        // A read of a terminal can't be cancelled: after Ctrl-C it is left behind, and the process ends over it.
        Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(stopping).GetAwaiter().GetResult();
        output.WriteLine();
    }

    private void Paragraph(string text)
    {
        int column = 0;
        foreach (string word in text.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > WidthColumns)
            {
                output.WriteLine();
                column = 0;
            }

            if (column > 0) output.Write(' ');
            output.Write(word);
            column += (column > 0 ? 1 : 0) + word.Length;
        }

        output.WriteLine("\n");
    }

    private void Table(IReadOnlyList<string[]> rows)
    {
        int columns = rows.Max(row => row.Length);
        int[] widths = [.. Enumerable.Range(0, columns).Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0))];
        foreach (string[] row in rows)
        {
            var line = new StringBuilder("    ");
            for (int i = 0; i < row.Length; i++) line.Append(i == 0 ? row[i].PadRight(widths[i]) : row[i].PadLeft(widths[i] + 3));
            output.WriteLine(line);
        }

        output.WriteLine();
    }
}
