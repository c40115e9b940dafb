namespace EdgeIpc.Paper;

/// <summary>Lines that tell the reader of the paper what happened; each is sent with <see cref="ICheckpointEcho.WriteMark"/> behind it.</summary>
public static class MarkBand
{
    /// <summary>The line above it may be torn or repeated below it: the sender was interrupted.</summary>
    public static Band Continued(PrinterProfile profile, string jobName) => Make(profile, "continued: " + jobName);

    /// <summary>What stands above it stays unfinished, and nothing of it follows for now: it can be torn off, or cut by <see cref="Cut"/>.</summary>
    public static Band Stopped(PrinterProfile profile, string jobName) => Make(profile, "not finished: " + jobName, isLast: true);

    /// <summary>What stands above it was canceled by a person.</summary>
    public static Band Canceled(PrinterProfile profile, string jobName) => Make(profile, "canceled: " + jobName, isLast: true);

    /// <summary>Cuts what was fed past the cutter, where there is one. Apart from the mark, which may come twice: a cut must not.</summary>
    public static ReadOnlyMemory<byte> Cut(PrinterProfile profile) => profile.Has(PrinterCommands.Cut) ? new byte[] { 0x1d, (byte)'V', 1 } : default;

    /// <summary>What follows has been printed before.</summary>
    public static Band Copy(PrinterProfile profile, string jobName) => Make(profile, "COPY: " + jobName);

    private static Band Make(PrinterProfile profile, string text, bool isLast = false)
    {
        var writer = new EscPosWriter(profile);
        writer.Initialize();
        // The job that was interrupted may have slowed the head.
        writer.Raw(HeadChoice.FullSpeed(profile));
        if (profile.Has(PrinterCommands.ProcessId))
            writer.Fence(BandFence.OfMarkBeginning);
        int room = profile.Columns - 4;
        writer.CentredLine($"» {(text.Length > room ? text[..room] : text)} «");
        if (isLast) writer.FeedToTear();

        byte[] bytes = writer.ToArray();
        var counter = new RowCounter(profile);
        var engine = new PrintEngine(profile, counter);
        foreach (byte value in bytes)
            engine.Push(value);
        return new Band(bytes, counter.RowCount, OpenCommandBytes: 11, IsRepeatable: true, Preamble: default) { Stops = [new BandStop(bytes.Length, counter.HeadNs)] };
    }
}
