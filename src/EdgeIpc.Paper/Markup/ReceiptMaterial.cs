namespace EdgeIpc.Paper;

/// <summary>A strip chart that a receipt asks for.</summary>
/// <param name="Recording">The recording's number or path; null: the station's live samples.</param>
/// <param name="Last">Of the live samples; 1 s to 24 h.</param>
/// <param name="From">Of the recording: so long after its first sample, or a date and time; null for its beginning.</param>
/// <param name="To">As <paramref name="From"/>; null for its end.</param>
public sealed record ChartWish(string? Recording, TimeSpan Last, string? From, string? To);

/// <summary>
/// What a receipt shows that isn't written in it. Whoever reads markup decides where pictures and samples may come from; each
/// of these throws a <see cref="FormatException"/> with a sentence where there is nothing to show.
/// </summary>
/// <param name="Image">A picture by the name that stands in the document.</param>
/// <param name="Chart">A span of samples.</param>
public sealed record ReceiptMaterial(Func<string, GreyPicture> Image, Func<ChartWish, SpanReport> Chart)
{
    /// <summary>For documents from elsewhere: words and symbols only.</summary>
    public static ReceiptMaterial None { get; } = new(
        name => throw new FormatException($"the picture {name} can't be had here"),
        _ => throw new FormatException("there are no samples here to draw"));
}
