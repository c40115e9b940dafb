using EdgeIpc.Paper;
using EdgeIpc.Screen;

namespace EdgeIpc.Tests.Screen;

public sealed class PaperBlocksTests
{
    [Fact]
    public void Paper_as_wide_as_the_terminal_is_drawn_two_dots_a_character()
    {
        var paper = Paper("##..", "#.#.", "....", "...#");
        Assert.Equal(["█▀▄ ", "   ▄"], PaperBlocks.Draw(paper, 80, 10, unicode: true));
        Assert.Equal([":'. ", "   ."], PaperBlocks.Draw(paper, 80, 10, unicode: false));
    }

    [Fact]
    public void Wider_paper_is_made_smaller_and_a_fifth_of_ink_is_ink()
    {
        var paper = Paper("##....", "##....", "......", "#.....", "......", "......");
        // Blocks of 3 x 3 dots: four of nine are ink, one of nine is not.
        Assert.Equal(["▀ "], PaperBlocks.Draw(paper, 2, 10, unicode: true));
    }

    [Fact]
    public void Of_long_paper_the_newest_rows_are_shown_at_the_bottom()
    {
        var paper = Paper("##", "##", "..", "..", "..", "#.");
        Assert.Equal(["  ", "▄ "], PaperBlocks.Draw(paper, 80, 2, unicode: true));
    }

    private static GreyPicture Paper(params string[] rows) =>
        new(rows[0].Length, rows.Length, string.Concat(rows).Select(c => c == '#' ? (byte)0 : (byte)255).ToArray());
}
