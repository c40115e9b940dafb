namespace EdgeIpc.Devices.Tests;

/// <summary>
/// A finger on buttons that are open. The kernel looks at a line from a thread of its own, some time after the contact moved:
/// where it moved twice before that, one edge is told. Whoever counts edges waits until it has looked.
/// </summary>
internal sealed class Finger
{
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(30);

    private readonly IReadOnlyList<NamedPin> _pins;
    private readonly bool _pressedIsUp;
    private readonly string[] _lookers = [.. Directory.EnumerateDirectories("/proc").Where(IsLooker).Select(process => $"{process}/status")];

    /// <param name="pins">Of buttons that are open already, by this program alone.</param>
    /// <param name="pressedIsUp">Which level is a press.</param>
    public Finger(IReadOnlyList<NamedPin> pins, bool pressedIsUp)
    {
        (_pins, _pressedIsUp) = (pins, pressedIsUp);
        Assert.Equal(pins.Count, _lookers.Length);
    }

    public void Move(int button, bool pressed)
    {
        long looks = LooksWhenAllRest();
        if (Header.Pull(_pins[button].Pin, up: pressed == _pressedIsUp))
            Assert.True(SpinWait.SpinUntil(() => LooksWhenAllRest() > looks, HangLimit), "the kernel looked at a line that moved");
    }

    /// <summary>How often the kernel's threads went to rest, once each of them does: one that waits for a lock is at state D.</summary>
    private long LooksWhenAllRest()
    {
        long looks = 0;
        Assert.True(SpinWait.SpinUntil(() => TryCountLooks(out looks), HangLimit), "the kernel's threads rest");
        return looks;
    }

    private bool TryCountLooks(out long looks)
    {
        looks = 0;
        foreach (string looker in _lookers)
        {
            string[] lines = File.ReadAllLines(looker);
            if (!Field(lines, "State:").StartsWith('S')) return false;
            looks += long.Parse(Field(lines, "voluntary_ctxt_switches:"), System.Globalization.CultureInfo.InvariantCulture);
        }

        return true;
    }

    private static string Field(string[] lines, string name) => lines.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    /// <summary>Linux names the thread of an interrupt irq/NUMBER-USER; the user of these lines is edgeipc.</summary>
    private static bool IsLooker(string process)
    {
        try
        {
            string name = File.ReadAllText($"{process}/comm");
            return name.StartsWith("irq/", StringComparison.Ordinal) && name.EndsWith("-edgeipc\n", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // No process, or one that has ended.
        }
    }
}
