using EdgeIpc.Lessons;
using EdgeIpc.Lessons.Spooling;

namespace EdgeIpc.Tests;

/// <summary>The frame of the lessons; what the lessons themselves show is run by .ci/stages/34-lessons.</summary>
public sealed class LessonTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 70)]
    public void A_lesson_tells_predicts_runs_explains_and_says_whether_it_held(bool holds, int exitCode)
    {
        using var output = new StringWriter();
        var step = new LessonStep("one", "A step", "what will be?", (folder, _) =>
        {
            Assert.True(Directory.Exists(folder.Path));
            return new StepResult([["", "a"], ["count", "12"]], new Dictionary<string, double>(StringComparer.Ordinal) { ["count"] = 12 }, "Because.", holds);
        });
        var lesson = new Lesson("test", "The title", "An opening.", [step], [new Reading("src/X.cs", "the point")], "try it.");
        Assert.Equal(exitCode, (int)new LessonRun(lesson, output, isInteractive: false).Tell(CancellationToken.None));
        string[] wanted = ["The title", "An opening.", "1 of 1. A step", "Predict: what will be?", "count   12", "Because.", "src/X.cs", "Exercise: try it."];
        int at = 0;
        foreach (string part in wanted)
        {
            int found = output.ToString().IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= at, $"'{part}' is missing or too early in: {output}");
            at = found;
        }

        Assert.Equal(!holds, output.ToString().Contains("NOT WHAT IS PROMISED", StringComparison.Ordinal));
        using var json = new StringWriter();
        Assert.Equal(exitCode, (int)new LessonRun(lesson, json, isInteractive: false).WriteJson(CancellationToken.None));
        Assert.Contains("\"count\": 12", json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_paper_of_the_spooling_lesson_is_read_as_a_person_reads_it()
    {
        string whole = LessonReceipt.Text(1), torn = string.Concat(LessonReceipt.Text(2).Split('\n').Take(4).Select(line => line + "\n"));
        string mixed = LessonReceipt.Line(4, 1) + LessonReceipt.Line(5, 1) + LessonReceipt.Text(4)[LessonReceipt.Line(4, 1).Length..];
        string continued = torn.Replace("02", "06", StringComparison.Ordinal).Replace("line 06", "line 02", StringComparison.Ordinal) + "  » continued: person 06 «\n" + LessonReceipt.Text(6);
        var paper = LessonPaper.Read(whole + torn + mixed + continued + LessonReceipt.Line(7, 1) + LessonReceipt.Text(7), 7);
        Assert.Equal([1, 6, 7], paper.WholePeople);
        Assert.Equal((3, 1, 1), (paper.Torn, paper.Missing, paper.Doubled));
    }

    [Theory]
    [InlineData("lesson shared-memory --slots 65", "power of two")]
    [InlineData("lesson shared-memory --slots 4", "8 to 4096")]
    [InlineData("lesson messages --texts 13", "2 to 12")]
    [InlineData("lesson buffering --preload 0", "1 to 120")]
    [InlineData("lesson spooling --after-crash never", "continue, reprint, hold")]
    [InlineData("lesson astronomy", "astronomy")]
    public void What_a_lesson_cannot_do_is_refused(string line, string says)
    {
        Outcome outcome = Edgeipc.Run(line.Split(' '));
        Assert.Equal(64, outcome.ExitCode);
        Assert.Contains(says, outcome.Errors, StringComparison.Ordinal);
    }
}
