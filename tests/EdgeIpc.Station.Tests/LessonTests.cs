using EdgeIpc.Lessons;

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

    [Theory]
    [InlineData("lesson shared-memory --slots 65", "power of two")]
    [InlineData("lesson shared-memory --slots 4", "8 to 4096")]
    [InlineData("lesson messages --texts 13", "2 to 12")]
    [InlineData("lesson buffering --preload 0", "1 to 120")]
    [InlineData("lesson astronomy", "astronomy")]
    public void What_a_lesson_cannot_do_is_refused(string line, string says)
    {
        Outcome outcome = Edgeipc.Run(line.Split(' '));
        Assert.Equal(64, outcome.ExitCode);
        Assert.Contains(says, outcome.Errors, StringComparison.Ordinal);
    }
}
