namespace EdgeIpc.Paper;

/// <summary>What printing a plan would be like: on the printer's own model, in a time that nobody waits for.</summary>
/// <param name="Seconds">From the first bit on the line to the last row on paper, if the line is never held up.</param>
/// <param name="MotorStops">Times that the head would run out of data inside the document.</param>
/// <param name="Paper">What would come out, uncut.</param>
public sealed record PlanRehearsal(double Seconds, long MotorStops, PaperStrip Paper)
{
    /// <param name="lineBaud">The line to try; the plan may have been made for another.</param>
    public static PlanRehearsal Run(BandPlan plan, PrinterProfile profile, int lineBaud) =>
        Run([.. plan.Bands.Select(band => band.Bytes)], profile, lineBaud);

    internal static PlanRehearsal Run(IReadOnlyList<ReadOnlyMemory<byte>> pieces, PrinterProfile profile, int lineBaud)
    {
        // Without flow control the spooler's credit holds back what the buffer has no room for: here a wire does.
        PrinterProfile patient = profile.HasFlowControl
            ? profile
            : profile with { FlowControl = FlowControl.RtsCts, XoffFreeBytes = SerialIntake.TransmitterBytes, XonFreeBytes = SerialIntake.TransmitterBytes + 8 };
        var model = new PrinterModel(patient, new PrinterModelOptions { LineBaud = lineBaud });
        long nowNs = 0;
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            for (int sent = 0; ;)
            {
                sent += model.Receive(piece.Span[sent..], nowNs);
                if (sent == piece.Length || !Step())
                    break;
            }
        }

        while (!model.IsIdle && Step())
        {
        }

        return new(nowNs / 1e9, model.Counters.MotorStops, Whole(model.Paper));

        bool Step()
        {
            if (model.NextEventNs == long.MaxValue)
                return false;
            nowNs = Math.Max(nowNs, model.NextEventNs);
            model.AdvanceTo(nowNs);
            return true;
        }
    }

    private static PaperStrip Whole(PaperRoll roll)
    {
        roll.TearOff();
        var strips = new List<PaperStrip>();
        while (roll.TryTakeReceipt(out PaperStrip strip))
            strips.Add(strip);
        if (strips.Count == 1)
            return strips[0];
        byte[] dots = [.. strips.SelectMany(strip => strip.Dots.ToArray())];
        return new PaperStrip(1, strips[0].WidthDots, strips.Sum(strip => strip.Rows), dots, string.Concat(strips.Select(strip => strip.Text)), []);
    }
}
