using EdgeIpc.Commands;
using EdgeIpc.Screen;

namespace EdgeIpc.Tests.Screen;

public sealed class ScreenKeysTests
{
    [Fact]
    public void Keys_press_the_buttons()
    {
        var keys = new ScreenKeys();
        Assert.Equal(new Command.Press("2", Long: false), Sent(keys.Of('2', isPaperOut: false, isCoverOpen: false)).Command);
        Assert.Equal(new Command.Press("1", Long: true), Sent(keys.Of('L', isPaperOut: false, isCoverOpen: false)).Command);
    }

    [Fact]
    public void P_pulls_the_paper_and_puts_a_roll_back()
    {
        var keys = new ScreenKeys();
        Assert.Equal(new Command.Paper(PaperChange.Out), Sent(keys.Of('p', isPaperOut: false, isCoverOpen: false)).Command);
        Assert.Equal(new Command.Paper(PaperChange.In), Sent(keys.Of('p', isPaperOut: true, isCoverOpen: false)).Command);
    }

    [Fact]
    public void C_F_and_U_are_cover_feed_and_plug()
    {
        var keys = new ScreenKeys();
        Assert.Equal(new Command.Cover(CoverChange.Open), Sent(keys.Of('c', isPaperOut: false, isCoverOpen: false)).Command);
        Assert.Equal(new Command.Cover(CoverChange.Close), Sent(keys.Of('c', isPaperOut: false, isCoverOpen: true)).Command);
        Assert.Equal(new Command.Feed(), Sent(keys.Of('f', isPaperOut: false, isCoverOpen: false)).Command);
        Assert.Equal(new Command.PowerCut(), Sent(keys.Of('u', isPaperOut: false, isCoverOpen: false)).Command);
    }

    [Fact]
    public void K_kills_one_process_after_the_other()
    {
        var keys = new ScreenKeys();
        var victims = Enumerable.Range(0, 5).Select(_ => ((Command.Kill)Sent(keys.Of('k', isPaperOut: false, isCoverOpen: false)).Command).Role);
        Assert.Equal("sensor controller spooler recorder sensor", string.Join(' ', victims));
    }

    [Fact]
    public void Q_ends_the_screen_and_other_keys_do_nothing()
    {
        var keys = new ScreenKeys();
        Assert.IsType<KeyAction.Quit>(keys.Of('q', isPaperOut: false, isCoverOpen: false));
        Assert.IsType<KeyAction.None>(keys.Of('x', isPaperOut: false, isCoverOpen: false));
        Assert.IsType<KeyAction.None>(keys.Of('4', isPaperOut: false, isCoverOpen: false));
    }

    private static KeyAction.Send Sent(KeyAction action) => Assert.IsType<KeyAction.Send>(action);
}
