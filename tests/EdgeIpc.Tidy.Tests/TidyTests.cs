namespace EdgeIpc.Tidy.Tests;

/// <summary>The rules of the house, applied to the house.</summary>
public sealed class TidyTests
{
    [Fact]
    public void There_is_a_house_to_look_at()
    {
        Assert.Contains(Repository.Sources, source => source.Path == "src/EdgeIpc/Program.cs");
        Assert.Contains(Repository.Projects, project => project.Path == "src/EdgeIpc.Posix/EdgeIpc.Posix.csproj");
    }

    [Fact]
    public void Projects_lean_only_on_the_floors_below() => Clean(Repository.Projects.SelectMany(FloorRules.Findings));

    [Fact]
    public void Native_calls_hardware_and_web_stay_behind_their_fences() => Clean(Repository.Sources.SelectMany(FenceRules.Findings));

    [Fact]
    public void A_file_tells_one_idea() => Clean(Repository.Sources.SelectMany(source => SizeRules.FileFindings(source, SizeRules.LongFiles)));

    [Fact]
    public void The_ratchet_lists_only_files_that_are_there() =>
        Assert.Empty(SizeRules.LongFiles.Keys.Except(Repository.Sources.Select(source => source.Path), StringComparer.Ordinal));

    [Fact]
    public void A_method_fits_a_screen() => Clean(Repository.Sources.SelectMany(SizeRules.MethodFindings));

    [Fact]
    public void Files_and_types_are_named_by_what_they_are() => Clean(Repository.Sources.Concat(Repository.Projects).SelectMany(WordRules.NameFindings));

    [Fact]
    public void Nothing_waits_blindly_and_nothing_is_stubbed() => Clean(Repository.Sources.SelectMany(WordRules.CodeFindings));

    [Fact]
    public void Nothing_is_put_off_in_a_comment() => Clean(Repository.Sources.SelectMany(WordRules.CommentFindings));

    [Fact]
    public void The_root_shows_the_whole_at_a_glance() => Clean(HouseRules.TopLevelFindings(
        Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path)), Repository.ReadText(".gitignore")));

    [Fact]
    public void The_layout_page_ties_the_models_to_lines_that_are_there()
    {
        string page = Repository.ReadText("src/EdgeIpc.Ring/LAYOUT.md");
        Assert.True(ProofRules.Steps(page).Count() > 15);
        Clean(ProofRules.Findings(page, Repository.ReadText));
    }

    [Fact]
    public void Every_package_has_a_reason() => Clean(HouseRules.ReasonFindings(Repository.ReadText("Directory.Packages.props")));

    [Fact]
    public void Every_package_has_a_user() => Clean(HouseRules.UserFindings(
        Repository.ReadText("Directory.Packages.props"),
        [.. Repository.Projects.Select(project => project.Text), Repository.ReadText("Directory.Build.props"), Repository.ReadText("tests/Directory.Build.props"), Repository.ReadText("src/Package.props")]));

    [Fact]
    public void Every_project_is_in_the_solution() =>
        Clean(HouseRules.SolutionFindings(Repository.ReadText("EdgeIpc.sln"), Repository.Projects.Select(project => project.Path)));

    [Fact]
    public void Every_folder_of_the_root_says_what_is_there()
    {
        Assert.True(Repository.Exists("README.md"));
        Assert.All(HouseRules.GuideFolders, folder => Assert.True(Repository.Exists($"{folder}/README.md"), $"{folder}/README.md is missing."));
    }

    private static void Clean(IEnumerable<string> findings)
    {
        string all = string.Join('\n', findings);
        Assert.True(all.Length == 0, all);
    }
}
