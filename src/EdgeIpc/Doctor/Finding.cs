namespace EdgeIpc.Doctor;

/// <summary>How bad a finding is.</summary>
internal enum FindingLevel
{
    Ok,

    /// <summary>Works, but something will be missing or may go wrong.</summary>
    Warn,

    /// <summary>The station, as it is set up, can't do its work.</summary>
    Fail,

    /// <summary>This machine doesn't let us look.</summary>
    Unknown,
}

/// <summary>What one check found: a sentence for a person, and for trouble the command or the line of a file that repairs it.</summary>
internal sealed record Finding(string Check, FindingLevel Level, string Sentence, string? Repair)
{
    public static Finding Ok(string check, string sentence) => new(check, FindingLevel.Ok, sentence, null);

    public static Finding Warn(string check, string sentence, string repair) => new(check, FindingLevel.Warn, sentence, repair);

    public static Finding Fail(string check, string sentence, string repair) => new(check, FindingLevel.Fail, sentence, repair);

    public static Finding Unknown(string check, string sentence) => new(check, FindingLevel.Unknown, sentence, null);
}
