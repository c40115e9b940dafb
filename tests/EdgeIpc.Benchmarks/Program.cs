using BenchmarkDotNet.Running;
using EdgeIpc.Bench;
using EdgeIpc.Benchmarks;

return args switch
{
    [RaceTrack.SideVerb, .. var side] => BenchVerb.RunSide(RaceVerb.Peers, side),
    ["race", .. var options] => await RaceVerb.RunAsync(options),
    [PacedSides.Verb, .. var side] => PacedSides.Run(side),
    ["paced", .. var options] => await PacedVerb.RunAsync(options),
    _ => RunSinglePaths(args),
};

// Everything else is BenchmarkDotNet's: --filter, --list and so on.
static int RunSinglePaths(string[] options)
{
    var summaries = BenchmarkSwitcher.FromTypes([typeof(SinglePaths)]).Run(options.Length == 0 ? ["--filter", "*"] : options);
    return summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
}
