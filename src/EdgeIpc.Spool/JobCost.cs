namespace EdgeIpc.Spool;

/// <summary>What a job took, as the journal has it.</summary>
/// <param name="Rows">Dot rows that the printer confirmed.</param>
/// <param name="Bands">Bands that it confirmed.</param>
/// <param name="LineBytes">Bytes of its bands on the line, repeats and settings included, fences and status questions not.</param>
/// <param name="BandsReprinted">Sendings beyond the first.</param>
/// <param name="Printing">How long its bands were in print, pauses of a working spooler included; what a killed one was at is not known.</param>
/// <param name="MotorStops">How often the head had to wait for the line.</param>
public sealed record JobCost(long Rows, int Bands, long LineBytes, int BandsReprinted, TimeSpan Printing, MotorStops MotorStops);

/// <summary>Times that the head had to wait for the line, and who says so.</summary>
public readonly record struct MotorStops(long Count, MotorStopSource By);

/// <summary>Who counted a job's motor stops.</summary>
public enum MotorStopSource
{
    /// <summary>Nobody: the job is not completed.</summary>
    None,

    /// <summary>The plan of its bands, rehearsed on a model of the printer: what was to be expected.</summary>
    Plan,

    /// <summary>The printer itself, which can be asked where it is an emulated one: what really happened.</summary>
    Printer,
}

/// <summary>The words for who counted, as the database and JSON have them.</summary>
public static class MotorStopKeywords
{
    public static string Keyword(this MotorStopSource source) => source switch
    {
        MotorStopSource.None => "",
        MotorStopSource.Plan => "plan",
        MotorStopSource.Printer => "printer",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "nobody who counts"),
    };

    internal static MotorStopSource Parse(string keyword) => keyword switch
    {
        "" => MotorStopSource.None,
        "plan" => MotorStopSource.Plan,
        "printer" => MotorStopSource.Printer,
        _ => throw new InvalidDataException($"\"{keyword}\" is nobody who counts motor stops"),
    };
}
