namespace EdgeIpc.Paper.Tests;

public class LetterTests
{
    [Theory]
    [InlineData("PC437")]
    [InlineData("PC858")]
    public void Every_character_of_a_code_page_has_a_drawing_of_its_own(string name)
    {
        CodePage page = CodePage.ByName(name);
        string missing = StrokeFont.Rows('\uFFFD').ToArray().Aggregate("", (text, row) => text + row);
        foreach (int value in Enumerable.Range(0x21, 0xff - 0x21).Where(value => value != 0x7f))
        {
            char character = page.ToChar((byte)value);
            string drawing = StrokeFont.Rows(character).ToArray().Aggregate("", (text, row) => text + row);
            Assert.True(drawing != missing, $"{name} {value:X2} '{character}' has no drawing");
            Assert.Contains(StrokeFont.SmallRows(character).ToArray(), row => row != 0);
        }
    }

    [Fact]
    public void No_two_ascii_characters_look_alike()
    {
        var seen = new Dictionary<string, char>(StringComparer.Ordinal);
        for (char character = ' '; character < 0x7f; character++)
        {
            string drawing = string.Join(',', StrokeFont.Rows(character).ToArray());
            Assert.True(seen.TryAdd(drawing, character), $"'{character}' looks like '{seen.GetValueOrDefault(drawing)}'");
        }
    }

    [Fact]
    public void Letters_leave_room_to_their_neighbours()
    {
        for (char character = '0'; character <= 'z'; character++)
        {
            if (char.IsLetterOrDigit(character))
                Assert.All(StrokeFont.Rows(character).ToArray(), row => Assert.Equal(0, row & 0x800));
        }
    }

    [Fact]
    public void The_letter_H_is_drawn_dot_for_dot()
    {
        PaperStrip strip = TestPrinter.Picture("H\n"u8);
        Assert.Equal(
            """
            ............
            ............
            ............
            ............
            .##......##.
            .##......##.
            .##......##.
            .##......##.
            .##......##.
            .##......##.
            .##......##.
            .##########.
            .##########.
            .##......##.
            .##......##.
            .##......##.
            .##......##.
            .##......##.
            .##......##.
            .##......##.
            ............
            ............
            ............
            ............

            """,
            TestPrinter.Draw(strip, 0, 12, 0, 24));
    }

    [Fact]
    public void Frames_join_their_neighbours_without_a_gap()
    {
        const string Left = "─┼═╬├╠└╚┌╔", Right = "─┼═╬┤╣┘╝┐╗";
        foreach (char character in Left)
            Assert.Contains(StrokeFont.Rows(character).ToArray(), row => (row & 1) != 0);
        foreach (char character in Right)
            Assert.Contains(StrokeFont.Rows(character).ToArray(), row => (row & 0x800) != 0);
    }
}
