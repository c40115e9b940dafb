using EdgeIpc.Commands;

namespace EdgeIpc.Controller;

/// <summary>
/// How a station under systemd is stopped from inside: no process of it may stop a unit, but a path unit of deploy/systemd
/// waits for this file, and whoever runs the Pi decides there whether the station stops or the machine goes off.
/// </summary>
internal static class ShutdownRequest
{
    private const string FileName = "shutdown";

    /// <param name="runtimeDirectory">$RUNTIME_DIRECTORY, which systemd makes for the unit; null without systemd.</param>
    public static Reply Leave(string? runtimeDirectory)
    {
        if (string.IsNullOrEmpty(runtimeDirectory)) return Reply.Refused("Nobody supervises this station: end its processes where they were started.");
        try
        {
            File.WriteAllBytes(Path.Combine(runtimeDirectory, FileName), []);
            return Reply.Ok("The station stops.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Reply(ReplyCode.Failed, $"systemd can't be asked to stop the station: {failure.Message}");
        }
    }
}
