using System.Buffers.Binary;
using System.IO.Hashing;

namespace EdgeIpc.Paper;

/// <summary>
/// A document as bands, ready to send. The same document, profile and options always give the same plan, so that a
/// spooler that was killed can rebuild it and go on at the band that its journal names; <see cref="Hash"/> proves it.
/// </summary>
public sealed class BandPlan
{
    internal BandPlan(IReadOnlyList<Band> bands, IReadOnlyList<string> warnings)
    {
        Bands = bands;
        Warnings = warnings;
        Hash = ComputeHash(bands);
    }

    public IReadOnlyList<Band> Bands { get; }

    /// <summary>Sentences for a person: characters shown as a box, queries left out.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>XXH3 over every band's bytes, rows and repeatability.</summary>
    public ulong Hash { get; }

    /// <summary>
    /// Times that the head will have to wait for data inside a picture, by a rehearsal on the printer's model: each may leave a
    /// white line. 0 for text.
    /// </summary>
    public long MotorStops { get; internal set; }

    public long TotalBytes => Bands.Sum(band => (long)band.Bytes.Length);

    public long TotalRows => Bands.Sum(band => (long)band.Rows);

    public static PlanResult Build(PrintDocument document, PrinterProfile profile, PlanOptions options)
    {
        options.Validate();
        var warnings = new List<string>(document.Warnings);
        byte[] commands;
        if (document.Kind == DocumentKind.Text)
        {
            if (!TextLayout.TryLayOut(document, profile, options, warnings, out commands))
                return new PlanResult.Refused(PlanRefusal.Empty, "the document has no text that prints");
        }
        else
        {
            commands = document.Content.ToArray();
        }

        var check = new RawCheck(profile, options, warnings);
        if (check.Find(commands, out IReadOnlyList<ReadOnlyMemory<byte>> units) is { } refused)
            return refused;
        (units, long motorStops) = HeadChoice.Apply(units, profile, options.LineBaud);
        PlanResult split = new BandSplitter(profile, options).Split(units, warnings);
        if (split is PlanResult.Planned planned)
            planned.Plan.MotorStops = motorStops;
        return split;
    }

    private static ulong ComputeHash(IReadOnlyList<Band> bands)
    {
        var hash = new XxHash3();
        Span<byte> head = stackalloc byte[12];
        foreach (Band band in bands)
        {
            BinaryPrimitives.WriteInt32LittleEndian(head, band.Bytes.Length);
            BinaryPrimitives.WriteInt32LittleEndian(head[4..], band.Rows);
            BinaryPrimitives.WriteInt32LittleEndian(head[8..], band.IsRepeatable ? 1 : 0);
            hash.Append(head);
            hash.Append(band.Bytes.Span);
        }

        return hash.GetCurrentHashAsUInt64();
    }
}
