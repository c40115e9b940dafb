using System.Text.Json;

namespace EdgeIpc.Commands;

/// <summary>How a command ended; nothing thrown crosses a process.</summary>
public enum ReplyCode
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>Tried, and it did not work.</summary>
    Failed,

    /// <summary>Not run: this station or this process does not do it.</summary>
    Refused,

    /// <summary>Not run: a value is out of range.</summary>
    OutOfRange,

    /// <summary>Not run: no command of that name, or of a newer version.</summary>
    UnknownCommand,

    /// <summary>Not run: the message is damaged or no command frame.</summary>
    Malformed,

    /// <summary>Not run: it was received after its deadline.</summary>
    Expired,

    /// <summary>Tried: a process or device that it needs is away.</summary>
    Unavailable,

    /// <summary>Tried: not now, later.</summary>
    Busy,
}

/// <summary>The answer to a command.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Sentence">For a person.</param>
/// <param name="Data">What was asked for, where there is something; an object.</param>
public sealed record Reply(ReplyCode Code, string Sentence, JsonElement? Data = null)
{
    public static Reply Ok(string sentence) => new(ReplyCode.Ok, sentence);

    public static Reply Refused(string sentence) => new(ReplyCode.Refused, sentence);
}
