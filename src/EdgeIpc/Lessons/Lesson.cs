namespace EdgeIpc.Lessons;

/// <summary>A guided experiment.</summary>
/// <param name="Name">The verb's: <c>shared-memory</c>.</param>
/// <param name="Title">One line.</param>
/// <param name="Opening">What it is about, a paragraph.</param>
/// <param name="Steps">In order; each begins with nothing of the one before.</param>
/// <param name="Reading">Source files, from the root on, and what to look for in each.</param>
/// <param name="Exercise">One, that can be done with what is there.</param>
internal sealed record Lesson(string Name, string Title, string Opening, IReadOnlyList<LessonStep> Steps, IReadOnlyList<Reading> Reading, string Exercise);

/// <param name="Name">For JSON: <c>slow-reader</c>.</param>
/// <param name="Title">What is done, a line.</param>
/// <param name="Prediction">A question to answer before it runs.</param>
/// <param name="Run">Does it, in real processes, within a few seconds.</param>
internal sealed record LessonStep(string Name, string Title, string Prediction, Func<LessonFolder, CancellationToken, StepResult> Run);

/// <param name="Table">What was counted; the first row is the head.</param>
/// <param name="Figures">The same for programs, named.</param>
/// <param name="Explanation">Why it came so, a paragraph.</param>
/// <param name="Holds">Whether what the product promises was so; otherwise the lesson ends with exit code 70.</param>
internal sealed record StepResult(IReadOnlyList<string[]> Table, IReadOnlyDictionary<string, double> Figures, string Explanation, bool Holds);

internal sealed record Reading(string Path, string LookFor);
