using System.Text.Json;
using EdgeIpc.Commands;
using Microsoft.AspNetCore.Http;

namespace EdgeIpc.Web;

/// <summary>Commands as <c>edgeipc send</c> sends them: words in, the role's own sentence out.</summary>
internal sealed class CommandApi(IStation station, Doorkeeper doorkeeper) : IDisposable
{
    /// <summary>Each holds a thread and a reply queue until its answer comes, at most 5.5 s.</summary>
    private const int AtOnce = 4;

    private const string Controller = "controller";
    private const string Supervisor = "supervisor";

    private readonly SemaphoreSlim _places = new(AtOnce);

    public async Task SendAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ApiJson.Default.CommandRequest, doorkeeper) is not { } request) return;
        switch (CommandWords.Parse(request.Command.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            case ParsedWords.Wrong wrong:
                await WriteAsync(context, StatusCodes.Status400BadRequest, new CommandAnswer("wrongWords", wrong.Sentence));
                break;
            case ParsedWords.Right right:
                await SendAsync(context, right.Command);
                break;
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task SendAsync(HttpContext context, Command command)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, context.RequestAborted))
        {
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, new CommandAnswer("busy", $"{AtOnce} commands wait for their answers; try again."));
            return;
        }

        try
        {
            // The supervisor kills its children; a controller that is down could not pass the wish on.
            string role = command is Command.Kill or Command.Process ? Supervisor : Controller;
            var result = await Task.Run(() => station.Send(role, command, context.RequestAborted), context.RequestAborted);
            var (status, answer) = AnswerOf(role, result);
            await WriteAsync(context, status, answer);
        }
        finally
        {
            _places.Release();
        }
    }

    private static (int Status, CommandAnswer Answer) AnswerOf(string role, SendResult result) => result switch
    {
        SendResult.Replied { Reply: var reply } => (StatusOf(reply.Code), new CommandAnswer(JsonNamingPolicy.CamelCase.ConvertName(reply.Code.ToString()), reply.Sentence, reply.Data)),
        SendResult.Accepted => (StatusCodes.Status202Accepted, new CommandAnswer("accepted", result.Sentence(role))),
        SendResult.QueueFull => (StatusCodes.Status503ServiceUnavailable, new CommandAnswer("queueFull", result.Sentence(role))),
        SendResult.NoReply => (StatusCodes.Status504GatewayTimeout, new CommandAnswer("noReply", result.Sentence(role))),
        SendResult.NoSuchService => (StatusCodes.Status503ServiceUnavailable, new CommandAnswer("unavailable", result.Sentence(role))),
        _ => (StatusCodes.Status400BadRequest, new CommandAnswer("tooLong", result.Sentence(role))),
    };

    private static int StatusOf(ReplyCode code) => code switch
    {
        ReplyCode.Ok => StatusCodes.Status200OK,
        ReplyCode.Refused => StatusCodes.Status409Conflict,
        ReplyCode.OutOfRange or ReplyCode.UnknownCommand or ReplyCode.Malformed => StatusCodes.Status400BadRequest,
        ReplyCode.Expired => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static Task WriteAsync(HttpContext context, int status, CommandAnswer answer) => Answers.WriteAsync(context, status, answer, ApiJson.Default.CommandAnswer);
}
