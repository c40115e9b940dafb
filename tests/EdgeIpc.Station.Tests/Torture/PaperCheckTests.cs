using EdgeIpc.Paper;

namespace EdgeIpc.Tests.Torture;

/// <summary>The reader of the paper must see what it is there for.</summary>
public sealed class PaperCheckTests
{
    private const string Mark = "» continued: t001 «\n";

    private static readonly NumberedDocument TwoCopies = new("t001", IsPicture: false, Pieces: 3, Copies: 2);

    private static string Copy => Lines(0, 1, 2);

    [Fact]
    public void Both_copies_may_come_again_under_one_mark()
    {
        var check = Read(Copy + Copy + Mark + Copy + Copy);
        Assert.Equal((6, 6), (check.Pieces, check.Repeated));
    }

    [Fact]
    public void The_first_copy_may_come_again_before_the_second_begins() => Assert.Equal(6, Read(Copy + Mark + Copy + Copy).Pieces);

    [Fact]
    public void The_second_copy_alone_may_come_again_under_a_mark() => Assert.Equal(6, Read(Copy + Copy + Mark + Copy).Pieces);

    [Theory]
    [InlineData("a copy too many, and no mark")]
    [InlineData("a copy too many under a mark that was used up")]
    [InlineData("a line again, and no mark")]
    [InlineData("a line that is missing")]
    [InlineData("a copy that is missing")]
    [InlineData("a line that was torn")]
    public void What_is_wrong_is_seen(string what) => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Read(what switch
    {
        "a copy too many, and no mark" => Copy + Copy + Copy,
        "a copy too many under a mark that was used up" => Copy + Copy + Mark + Copy + Copy + Copy,
        "a line again, and no mark" => Lines(0, 1, 1, 2) + Copy,
        "a line that is missing" => Lines(0, 2) + Copy,
        "a copy that is missing" => Copy,
        _ => Copy + Lines(0, 1) + TwoCopies.Line(2)[..15] + '\n',
    }));

    private static PaperCheck Read(string text) => PaperCheck.Read([TwoCopies], PrinterProfile.Load("edgeipc-58"), [], text);

    private static string Lines(params int[] pieces) => string.Concat(pieces.Select(piece => TwoCopies.Line(piece) + '\n'));
}
