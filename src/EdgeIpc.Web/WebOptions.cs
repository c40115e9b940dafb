using System.Net;
using EdgeIpc.Paper;

namespace EdgeIpc.Web;

/// <summary>Where the page is served and what it takes. Immutable; <see cref="FirstFault"/> once at start.</summary>
public sealed record WebOptions
{
    /// <summary>A token shorter than this could be guessed.</summary>
    public const int TokenLengthMin = 24;

    public const int TokenLengthMax = 200;

    /// <summary>Loopback by default: only this machine reaches it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 to 65,535; 0: the kernel chooses one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>What a request must carry that changes something; 24 to 200 characters.</summary>
    public required string Token { get; init; }

    /// <summary>Whether a person chose the token. One that was made up at the start may not guard a page that others reach.</summary>
    public bool IsTokenChosen { get; init; }

    /// <summary>For the preview of the paper.</summary>
    public required PrinterProfile Profile { get; init; }

    /// <summary>The printer's line, bits a second.</summary>
    public required int LineBaud { get; init; }

    /// <summary>Bytes of one document.</summary>
    public long DocumentBytes { get; init; } = 4 << 20;

    /// <summary>Open connections; more are closed as they come.</summary>
    public int Connections { get; init; } = 256;

    /// <summary>Open event streams: pages that look on.</summary>
    public int Streams { get; init; } = 64;

    /// <summary>How many changing requests may come at once, and how many a second come back.</summary>
    public int ChangesAtOnce { get; init; } = 40;

    public int ChangesPerSecond { get; init; } = 10;

    /// <summary>How long headers may take, and a body before its speed is looked at.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether only this machine reaches the page.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Address);

    /// <summary>One sentence for the first thing that may not be, or null.</summary>
    public string? FirstFault()
    {
        if (Token.Length is < TokenLengthMin or > TokenLengthMax || !Token.All(IsTokenCharacter))
            return $"the token has {Token.Length} characters; allowed are {TokenLengthMin} to {TokenLengthMax} letters, digits, '-' and '_'";
        if (!IsLocal && !IsTokenChosen) return $"{Address} is reached from outside, and there is no token in the settings (web.token); without one only 127.0.0.1 is served";
        return null;
    }

    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
