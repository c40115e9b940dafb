using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace EdgeIpc.Web;

/// <summary>How answers are written and bodies are read.</summary>
internal static class Answers
{
    public static async Task WriteAsync<T>(HttpContext context, int status, T value, JsonTypeInfo<T> type)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        await WriteAsync(context, status, "application/json; charset=utf-8", json);
    }

    public static async Task WriteAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext context, int status, string error, string sentence) =>
        WriteAsync(context, status, new Refusal(error, sentence), ApiJson.Default.Refusal);

    /// <summary>A refusal's keyword: <c>TooManyRequests</c> is too-many-requests.</summary>
    public static string Keyword(RefusalKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    /// <summary>The body as an object; null when it is none, and then the refusal is written.</summary>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, Doorkeeper doorkeeper) where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            await doorkeeper.RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, RefusalKind.WrongContent, "The body must be application/json.");
            return null;
        }

        try
        {
            if (await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) is { } value) return value;
        }
        catch (JsonException e)
        {
            await doorkeeper.RefuseAsync(context, StatusCodes.Status400BadRequest, RefusalKind.BadRequest, $"The body is not understood at byte {e.BytePositionInLine}: {e.Message.Split(" Path:")[0]}");
            return null;
        }

        await doorkeeper.RefuseAsync(context, StatusCodes.Status400BadRequest, RefusalKind.BadRequest, "The body holds no object.");
        return null;
    }
}
