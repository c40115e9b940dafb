#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// Writes the CycloneDX list of what a release is made of, from the package graph that was restored for it: the packages that
// have code in it, and the runtime. What only took part in the building (analyzers, the compiler) is not in it.
// usage: dotnet run deploy/sbom.cs -- project.assets.json VERSION
using System.Text.Json;
using System.Text.Json.Nodes;

using var graph = JsonDocument.Parse(File.ReadAllBytes(args[0]));
var root = graph.RootElement;
var forThisSystem = root.GetProperty("targets").EnumerateObject().Last(target => target.Name.Contains('/')).Value;
var components = new JsonArray();
foreach (var library in root.GetProperty("libraries").EnumerateObject().Where(IsShipped).OrderBy(library => library.Name, StringComparer.Ordinal))
{
    string[] name = library.Name.Split('/');
    var component = Component(name[0], name[1]);
    component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(library.Value.GetProperty("sha512").GetBytesFromBase64()) });
    components.Add(component);
}

foreach (var pack in root.GetProperty("project").GetProperty("frameworks").EnumerateObject().Single().Value.GetProperty("downloadDependencies").EnumerateArray())
{
    // A range of one version: [10.0.12, 10.0.12].
    if (pack.GetProperty("name").GetString()!.Contains(".App.Runtime.", StringComparison.Ordinal))
        components.Add(Component(pack.GetProperty("name").GetString()!, pack.GetProperty("version").GetString()!.Trim('[', ']').Split(',')[0]));
}

Console.WriteLine(new JsonObject
{
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.5",
    ["version"] = 1,
    ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "application", ["name"] = "edgeipc", ["version"] = args[1] } },
    ["components"] = components,
}.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

static JsonObject Component(string name, string version) => new()
{
    ["type"] = "library",
    ["name"] = name,
    ["version"] = version,
    ["purl"] = $"pkg:nuget/{name}@{version}",
};

bool IsShipped(JsonProperty library) =>
    library.Value.GetProperty("type").ValueEquals("package") && forThisSystem.TryGetProperty(library.Name, out var files) && (HasFiles(files, "runtime") || HasFiles(files, "native"));

static bool HasFiles(JsonElement files, string kind) => files.TryGetProperty(kind, out var list) && list.EnumerateObject().Any(file => !file.Name.EndsWith("_._", StringComparison.Ordinal));
