using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EdgeIpc.Commands;

/// <summary>Commands, replies and chat lines as UTF-8 JSON, the payload of a frame. What others sent is read strictly.</summary>
internal static class CommandJson
{
    // The relaxed encoder keeps letters of all languages as they are, which is what fits most text into a message; no payload enters a web page unescaped.
    private static readonly CommandJsonContext Compact = new(new JsonSerializerOptions(CommandJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static byte[] Write(Command command) => JsonSerializer.SerializeToUtf8Bytes(command, Compact.Command);

    public static byte[] Write(Reply reply) => JsonSerializer.SerializeToUtf8Bytes(reply, Compact.Reply);

    public static byte[] Write(ChatMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Compact.ChatMessage);

    /// <summary>Reads a command that another process wrote.</summary>
    /// <param name="payload">Untrusted.</param>
    /// <param name="command">Its values obey <see cref="CommandRules"/>.</param>
    /// <param name="refusal">What to answer when it does not read.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Command command, out Reply refusal)
    {
        (command, refusal) = (null!, null!);
        Command? read = null;
        try
        {
            read = JsonSerializer.Deserialize(payload, Compact.Command);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // A missing or unknown discriminator of an abstract type is "not supported"; the rest is bad JSON.
        }

        if (read is null)
        {
            refusal = Describe(payload);
            return false;
        }

        if (CommandRules.TryFindFault(read, out string fault))
        {
            refusal = new Reply(ReplyCode.OutOfRange, fault);
            return false;
        }

        command = read;
        return true;
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out Reply reply)
    {
        reply = Read(payload, Compact.Reply)!;
        return reply is not null;
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out ChatMessage message)
    {
        message = Read(payload, Compact.ChatMessage)!;
        return message is not null;
    }

    private static T? Read<T>(ReadOnlySpan<byte> payload, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(payload, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Reply Describe(ReadOnlySpan<byte> payload)
    {
        string? name = CommandName(payload);
        if (name is null) return new Reply(ReplyCode.Malformed, "The message's payload is no command.");
        return Compact.Command.PolymorphismOptions!.DerivedTypes.Any(known => known.TypeDiscriminator is string text && text == name)
            ? new Reply(ReplyCode.Malformed, $"The values of '{name}' can't be read.")
            : new Reply(ReplyCode.UnknownCommand, "This station does not know that command; it may come from a newer version.");
    }

    private static string? CommandName(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool found = reader.ValueTextEquals(Command.DiscriminatorName);
                reader.Read();
                if (found) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or not text: it has no name.
        }

        return null;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(ChatMessage))]
internal sealed partial class CommandJsonContext : JsonSerializerContext;
