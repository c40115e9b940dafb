namespace EdgeIpc.Devices;

/// <summary>How long a button was held.</summary>
public enum PressLength
{
    Short,

    /// <summary>Told as soon as it has been held long enough, not when it is let go.</summary>
    Long,
}

/// <summary>A press as a person means it, and when it began (CLOCK_MONOTONIC).</summary>
public readonly record struct ButtonPress(int Button, PressLength Length, long BeganAtNs);

/// <summary>
/// Turns the edges of bouncing contacts into presses. Judges by the edges' own timestamps alone, so late delivery changes
/// nothing, and a contact counts only after it kept its level for the debounce time.
/// </summary>
public sealed class ButtonDebouncer(int buttons, TimeSpan debounce, TimeSpan longPress)
{
    private readonly long _debounceNs = debounce.Ticks * 100;
    private readonly long _longPressNs = longPress.Ticks * 100;
    private readonly Contact[] _contacts = new Contact[buttons];
    private readonly Queue<ButtonPress> _presses = new();

    /// <summary>When to call <see cref="Advance"/> next, or null when all buttons rest.</summary>
    public long? NextDeadlineNs
    {
        get
        {
            long? next = null;
            foreach (ref readonly var contact in _contacts.AsSpan())
            {
                if (contact.Level != contact.Settled) next = Math.Min(next ?? long.MaxValue, contact.LevelSinceNs + _debounceNs);
                if (contact is { Settled: true, Told: false }) next = Math.Min(next ?? long.MaxValue, contact.PressedAtNs + _longPressNs);
            }

            return next;
        }
    }

    /// <summary>Takes an edge; edges of one button come in the order of their times.</summary>
    public void Accept(ButtonEdge edge)
    {
        Settle(edge.Button, edge.AtNs);
        ref var contact = ref _contacts[edge.Button];
        // The same level twice: it moved away and back faster than anybody looked, and rests only since now.
        contact.Level = edge.Pressed;
        contact.LevelSinceNs = edge.AtNs;
    }

    /// <summary>Lets time pass: levels settle, long presses become due.</summary>
    public void Advance(long nowNs)
    {
        for (int button = 0; button < _contacts.Length; button++) Settle(button, nowNs);
    }

    /// <summary>Whether a long press of this button is due at a time: the moment to look whether it is really held.</summary>
    public bool IsLongPressDue(int button, long nowNs)
    {
        ref readonly var contact = ref _contacts[button];
        if (!contact.Level || contact is { Settled: true, Told: true }) return false;
        return nowNs - (contact.Settled ? contact.PressedAtNs : contact.LevelSinceNs) >= _longPressNs;
    }

    /// <summary>Takes a press back that the device itself denies: its release was lost, and how long it was held is unknown.</summary>
    public void Forget(int button) => _contacts[button] = default;

    /// <summary>Takes the oldest press; false when there is none.</summary>
    public bool TryTake(out ButtonPress press) => _presses.TryDequeue(out press);

    private void Settle(int button, long nowNs)
    {
        ref var contact = ref _contacts[button];
        bool changes = contact.Level != contact.Settled && nowNs - contact.LevelSinceNs >= _debounceNs;

        // While the level holds, or until the moment it began to change, the button was held.
        long heldUntilNs = contact.Level ? nowNs : contact.LevelSinceNs;
        if (contact is { Settled: true, Told: false } && heldUntilNs - contact.PressedAtNs >= _longPressNs)
            Tell(ref contact, button, PressLength.Long);

        if (!changes) return;
        contact.Settled = contact.Level;
        if (contact.Settled)
        {
            contact.PressedAtNs = contact.LevelSinceNs;
            contact.Told = false;
            if (nowNs - contact.PressedAtNs >= _longPressNs) Tell(ref contact, button, PressLength.Long);
        }
        else if (!contact.Told)
        {
            Tell(ref contact, button, PressLength.Short);
        }
    }

    private void Tell(ref Contact contact, int button, PressLength length)
    {
        contact.Told = true;
        _presses.Enqueue(new ButtonPress(button, length, contact.PressedAtNs));
    }

    private struct Contact
    {
        /// <summary>As the last edge said, bounces included.</summary>
        internal bool Level;

        internal long LevelSinceNs;

        /// <summary>The last level that lasted for the debounce time.</summary>
        internal bool Settled;

        internal long PressedAtNs;

        /// <summary>This press has been told.</summary>
        internal bool Told;
    }
}
