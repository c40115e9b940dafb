#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// Writes the CycloneDX list of what a release is made of, from the package graph that was restored for it.
// usage: dotnet run deploy/sbom.cs -- project.assets.json VERSION
using System.Text.Json;
using System.Text.Json.Nodes;

using var graph = JsonDocument.Parse(File.ReadAllBytes(args[0]));
var components = new JsonArray();
foreach (var library in graph.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").ValueEquals("package")).OrderBy(library => library.Name, StringComparer.Ordinal))
{
    string[] name = library.Name.Split('/');
    components.Add(new JsonObject
    {
        ["type"] = "library",
        ["name"] = name[0],
        ["version"] = name[1],
        ["purl"] = $"pkg:nuget/{name[0]}@{name[1]}",
        ["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(library.Value.GetProperty("sha512").GetBytesFromBase64()) }),
    });
}

Console.WriteLine(new JsonObject
{
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.5",
    ["version"] = 1,
    ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["name"] = "edgeipc", ["version"] = args[1] } },
    ["components"] = components,
}.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
