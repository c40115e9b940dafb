using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace EdgeIpc.Wiring;

/// <summary>Reads <c>wiring.yaml</c>; a key that is none is refused.</summary>
internal static class WiringFile
{
    /// <exception cref="FormatException">It can't be read, or says something that can't be: one sentence for each, a line each.</exception>
    public static StationWiring Parse(string yaml)
    {
        StationWiring wiring;
        try
        {
            wiring = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithEnumNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<StationWiring?>(yaml) ?? new StationWiring();
        }
        catch (YamlException e)
        {
            throw new FormatException($"line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }

        var problems = WiringCheck.Problems(wiring).ToList();
        return problems.Count == 0 ? wiring : throw new FormatException(string.Join('\n', problems));
    }
}
