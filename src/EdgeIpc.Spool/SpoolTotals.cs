namespace EdgeIpc.Spool;

/// <summary>How many jobs the spool holds or held, by state. Forgotten jobs are counted with the finished ones.</summary>
public sealed record JobTotals(long Pending, long PendingHeld, long Processing, long ProcessingStopped, long Canceled, long Aborted, long Completed)
{
    /// <summary>Jobs that are not over.</summary>
    public long Waiting => Pending + PendingHeld + Processing + ProcessingStopped;

    /// <summary>Every job that was ever accepted into this spool.</summary>
    public long Accepted => Waiting + Canceled + Aborted + Completed;
}

/// <summary>What the journal says about bands and rows, over the spool's whole life.</summary>
/// <param name="BandsReprinted">Repeated sendings of bands that were not confirmed the first time.</param>
/// <param name="RowsConfirmed">Dot rows of confirmed bands.</param>
/// <param name="RowsUnconfirmed">Dot rows of bands that were sent and may come to paper.</param>
/// <param name="RowsAbandoned">Dot rows of bands given up: some may be on paper.</param>
public sealed record BandTotals(
    long BandsConfirmed, long BandsUnconfirmed, long BandsAbandoned, long BandsReprinted, long RowsConfirmed, long RowsUnconfirmed, long RowsAbandoned)
{
    /// <summary>Bands that left for the printer, each counted once.</summary>
    public long BandsSent => BandsConfirmed + BandsUnconfirmed + BandsAbandoned;
}

/// <summary>One consistent look at a spool's counts.</summary>
public sealed record SpoolTotals(JobTotals Jobs, BandTotals Bands);
