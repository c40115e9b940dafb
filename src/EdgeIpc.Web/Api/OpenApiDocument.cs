using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace EdgeIpc.Web;

/// <summary>The API as an OpenAPI 3.1 document, made from the routes that are served and the types that are written.</summary>
internal static partial class OpenApiDocument
{
    private const string Scheme = "token";

    public static byte[] Of(IReadOnlyList<ApiRoute> routes)
    {
        var paths = new JsonObject();
        foreach (var group in routes.GroupBy(route => route.Path, StringComparer.Ordinal))
        {
            var methods = new JsonObject();
            foreach (var route in group) methods[route.Method.ToLowerInvariant()] = Operation(route);
            paths[group.Key] = methods;
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "EdgeIpc station",
                ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version!.ToString(3),
                ["description"] = "What changes something needs the station's token. A refusal is an object with a keyword and one sentence.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { [Scheme] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
                ["schemas"] = new JsonObject { ["Refusal"] = Schema(ApiJson.Default.Refusal) },
            },
        };
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private static JsonObject Operation(ApiRoute route)
    {
        var operation = new JsonObject { ["summary"] = route.Summary };
        var parameters = new JsonArray();
        foreach (Match name in Parameter().Matches(route.Path))
            parameters.Add((JsonNode)new JsonObject { ["name"] = name.Groups["name"].Value, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } });
        if (route.TakesPictures)
        {
            foreach (var (name, type) in ((string, string)[])[("title", "string"), ("copies", "integer"), ("hold", "boolean")])
                parameters.Add((JsonNode)new JsonObject { ["name"] = name, ["in"] = "query", ["description"] = "Of a picture; a text has it in its object.", ["schema"] = new JsonObject { ["type"] = type } });
        }

        if (parameters.Count > 0) operation["parameters"] = parameters;
        if (route.Request is { } request) operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Bodies(route, request) };
        if (route.Method == "POST") operation["security"] = new JsonArray(new JsonObject { [Scheme] = new JsonArray() });
        operation["responses"] = new JsonObject
        {
            ["2XX"] = new JsonObject { ["description"] = "Done.", ["content"] = Content(route.ContentType, route.Response is { } response ? Schema(response) : new JsonObject()) },
            ["default"] = new JsonObject
            {
                ["description"] = "Not done.",
                ["content"] = Content("application/json", new JsonObject { ["$ref"] = "#/components/schemas/Refusal" }),
            },
        };
        return operation;
    }

    private static JsonObject Bodies(ApiRoute route, JsonTypeInfo request)
    {
        var bodies = Content("application/json", Schema(request));
        if (!route.TakesPictures) return bodies;
        foreach (string type in DocumentIntake.PictureTypes) bodies[type] = new JsonObject();
        return bodies;
    }

    private static JsonObject Content(string type, JsonNode schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonNode Schema(JsonTypeInfo type) => type.GetJsonSchemaAsNode();

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
