namespace EdgeIpc.Commands;

/// <summary>How urgent a message is; the values are the kernel's priorities, the highest is received first.</summary>
public enum CommandPriority
{
    /// <summary>Questions, printing, notes. Stops at <see cref="QueueLimits.OrdinaryMessages"/> waiting messages.</summary>
    Ordinary = 0,

    /// <summary>Changes what the station does now. May take the reserved places.</summary>
    Control = 1,

    /// <summary>Ends something. May take the reserved places, and overtakes all others.</summary>
    Stop = 2,
}

/// <summary>Which command has which priority.</summary>
public static class CommandPriorities
{
    public static CommandPriority Of(Command command) => command switch
    {
        Command.Stop or Command.Shutdown => CommandPriority.Stop,
        Command.Start or Command.Rate or Command.PrinterPause or Command.PrinterResume
            or Command.Press or Command.Paper or Command.Cover or Command.PowerCut or Command.Feed or Command.Kill or Command.Process => CommandPriority.Control,
        _ => CommandPriority.Ordinary,
    };
}
