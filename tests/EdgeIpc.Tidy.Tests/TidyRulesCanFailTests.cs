namespace EdgeIpc.Tidy.Tests;

/// <summary>Each rule meets a file that breaks it, and one beside it that does not: a rule that can't fail guards nothing.</summary>
public sealed class TidyRulesCanFailTests
{
    [Theory]
    [InlineData("src/EdgeIpc.Ring/EdgeIpc.Ring.csproj", "EdgeIpc.Commands", "EdgeIpc.Ring may not lean on EdgeIpc.Commands")]
    [InlineData("src/EdgeIpc.Posix/EdgeIpc.Posix.csproj", "EdgeIpc.Ring", "EdgeIpc.Posix may not lean on EdgeIpc.Ring")]
    [InlineData("src/EdgeIpc.Web/EdgeIpc.Web.csproj", "EdgeIpc.Devices", "EdgeIpc.Web may not lean on EdgeIpc.Devices")]
    [InlineData("src/EdgeIpc.Extra/EdgeIpc.Extra.csproj", "EdgeIpc.Posix", "EdgeIpc.Extra is on no floor")]
    [InlineData("tests/EdgeIpc.Ring.Tests/EdgeIpc.Ring.Tests.csproj", "EdgeIpc.Spool", "may not lean on EdgeIpc.Spool")]
    [InlineData("tests/EdgeIpc.TestChild/EdgeIpc.TestChild.csproj", "EdgeIpc", "may not lean on EdgeIpc.")]
    [InlineData("src/EdgeIpc/EdgeIpc.csproj", "EdgeIpc.TestChild", "EdgeIpc may not lean on EdgeIpc.TestChild")]
    [InlineData("src/EdgeIpc.Ring/EdgeIpc.Ring.csproj", "EdgeIpc.Posix", null)]
    [InlineData("src/EdgeIpc/EdgeIpc.csproj", "EdgeIpc.Ring", null)]
    [InlineData("tests/EdgeIpc.Station.Tests/EdgeIpc.Station.Tests.csproj", "EdgeIpc", null)]
    public void An_arrow_up_or_sideways_is_found(string path, string reference, string? because) =>
        Expect(because, FloorRules.Findings(new SourceFile(path, $"""<Project><ItemGroup><ProjectReference Include="../../src/{reference}/{reference}.csproj" /></ItemGroup></Project>""")));

    [Theory]
    [InlineData("src/EdgeIpc.Spool/EdgeIpc.Spool.csproj", """<Project><ItemGroup><PackageReference Include="System.IO.Ports" /></ItemGroup></Project>""", "System.IO.Ports belongs to EdgeIpc.Devices")]
    [InlineData("src/EdgeIpc/EdgeIpc.csproj", """<Project><ItemGroup><PackageReference Include="Iot.Device.Bindings" /></ItemGroup></Project>""", "Iot.Device.Bindings belongs to EdgeIpc.Devices")]
    [InlineData("src/EdgeIpc/EdgeIpc.csproj", """<Project><ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup></Project>""", "Microsoft.AspNetCore.App belongs to EdgeIpc.Web")]
    [InlineData("src/EdgeIpc/EdgeIpc.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web" />""", "only EdgeIpc.Web is a web project")]
    [InlineData("src/EdgeIpc.Ring/EdgeIpc.Ring.csproj", "<Project><PropertyGroup><AllowUnsafeBlocks>true</AllowUnsafeBlocks></PropertyGroup></Project>", "only EdgeIpc.Posix may allow unsafe")]
    [InlineData("tests/EdgeIpc.Devices.Tests/EdgeIpc.Devices.Tests.csproj", """<Project><ItemGroup><PackageReference Include="System.IO.Ports" /></ItemGroup></Project>""", null)]
    public void A_package_on_the_wrong_floor_is_found(string path, string project, string? because) =>
        Expect(because, FloorRules.Findings(new SourceFile(path, project)));

    [Theory]
    [InlineData("src/EdgeIpc.Ring/A.cs", "unsafe class A;", "src/EdgeIpc.Ring/A.cs:1: 'unsafe' belongs into src/EdgeIpc.Posix")]
    [InlineData("src/EdgeIpc/A.cs", "class A\n{\n    [LibraryImport(\"libc\")]\n}", "src/EdgeIpc/A.cs:3: 'LibraryImport'")]
    [InlineData("tests/EdgeIpc.Ring.Tests/A.cs", "[DllImport(\"libc\")]", "'DllImport'")]
    [InlineData("src/EdgeIpc/A.cs", "using System.IO.Ports;", "belongs into src/EdgeIpc.Devices")]
    [InlineData("src/EdgeIpc/A.cs", "using System.Device.Gpio;", "belongs into src/EdgeIpc.Devices")]
    [InlineData("src/EdgeIpc/A.cs", "using Microsoft.AspNetCore.Builder;", "belongs into src/EdgeIpc.Web")]
    [InlineData("src/EdgeIpc.Posix/A.cs", "unsafe class A;", null)]
    [InlineData("src/EdgeIpc.Devices/A.cs", "using System.IO.Ports;", null)]
    [InlineData("src/EdgeIpc/A.cs", "// nothing unsafe here\nvar a = \"unsafe\"; /* LibraryImport */ var b = @\"DllImport \"\" unsafe\"; var c = '\"'; // unsafe", null)]
    [InlineData("src/EdgeIpc/A.cs", "var a = $\"\"\"\n unsafe \"quoted\"\n \"\"\"; var unsafety = 1;", null)]
    public void A_leap_over_a_fence_is_found(string path, string text, string? because) => Expect(because, FenceRules.Findings(new SourceFile(path, text)));

    [Fact]
    public void A_step_of_a_model_without_its_line_is_found()
    {
        const string Page = "| `ring.pml` | `look = intent;` | `gone();` | `RingReader.cs` |\n| `wake.pml` | `gone` | `Wait();` | `RingReader.cs` |";
        string[] findings = [.. ProofRules.Findings(Page, path => path.EndsWith(".pml", StringComparison.Ordinal) ? "look = intent;" : "Wait();")];
        Assert.Equal(["src/EdgeIpc.Ring/RingReader.cs has no line 'gone();', which LAYOUT.md ties to the models.", "tests/models/wake.pml has no line 'gone', which LAYOUT.md ties to the models."], findings);
    }

    [Fact]
    public void A_long_file_is_found_and_the_ratchet_turns_one_way()
    {
        var ratchet = new Dictionary<string, int>(StringComparer.Ordinal) { ["src/Long.cs"] = 400 };
        Expect("src/A.cs: 301 lines; at most 300", SizeRules.FileFindings(Lines("src/A.cs", 301), ratchet));
        Expect(null, SizeRules.FileFindings(Lines("src/A.cs", 300), ratchet));
        Expect("401 lines; the ratchet stands at 400", SizeRules.FileFindings(Lines("src/Long.cs", 401), ratchet));
        Expect(null, SizeRules.FileFindings(Lines("src/Long.cs", 400), ratchet));
        Expect("turn its ratchet down from 400", SizeRules.FileFindings(Lines("src/Long.cs", 399), ratchet));

        static SourceFile Lines(string path, int count) => new(path, string.Concat(Enumerable.Repeat("//\n", count)));
    }

    [Theory]
    [InlineData("    public void A()\n    {\n", "    }\n")]
    [InlineData("    private static readonly List<int> B = [];\n\n    public int A { get; } = 3;\n\n    public A(int a) : base(a)\n    {\n", "    }\n")]
    [InlineData("    int A(int a) => a switch\n    {\n", "    };\n")]
    [InlineData("    public async Task<IReadOnlyList<int>> A<T>(string text = \"{\") where T : class\n    {\n        if (true)\n        {\n        }\n", "    }\n")]
    public void A_long_method_is_found_whatever_its_shape(string begin, string end)
    {
        Expect("at most 70", SizeRules.MethodFindings(Method(71)));
        Expect(null, SizeRules.MethodFindings(Method(60)));

        SourceFile Method(int lines) => new("src/A.cs", $"namespace N;\n\npublic sealed class C<T>(int a) : D where T : struct\n{{\n{begin}{string.Concat(Enumerable.Repeat("        B();\n", lines))}{end}}}\n");
    }

    [Fact]
    public void A_long_table_is_data_and_a_long_type_is_no_method()
    {
        string table = string.Concat(Enumerable.Repeat("        [1] = 2,\n", 100));
        Expect(null, SizeRules.MethodFindings(new SourceFile("src/A.cs", $"class C\n{{\n    private readonly Dictionary<int, int> _a = new()\n    {{\n{table}    }};\n    enum E {{ {table} }}\n}}\n")));
    }

    [Theory]
    [InlineData("src/EdgeIpc.Common/A.cs", "", "'Common' could hold anything")]
    [InlineData("src/EdgeIpc/SpoolManager.cs", "", "'Manager' could hold anything")]
    [InlineData("src/EdgeIpc/A.cs", "\ninternal static class StringHelpers;", "src/EdgeIpc/A.cs:2: type 'StringHelpers'")]
    [InlineData("src/EdgeIpc/A.cs", "public readonly record struct CoreUtils(int A);", "'Core' could hold anything")]
    [InlineData("src/EdgeIpc/Score.cs", "class Score; class Commoner; // a Manager", null)]
    public void A_name_that_says_nothing_is_found(string path, string text, string? because) => Expect(because, WordRules.NameFindings(new SourceFile(path, text)));

    [Theory]
    [InlineData("Thread.Sleep(10);", "'Thread.Sleep('")]
    [InlineData("await Task.Delay(1_000);", "'Task.Delay(1_000'")]
    [InlineData("throw new NotImplementedException();", "'NotImplementedException'")]
    [InlineData("Assert.True(true);", "'Assert.True(true'")]
    [InlineData("await Task.Delay(period, time, token); Log(\"Thread.Sleep(1)\"); Assert.True(trueName);", null)]
    public void A_blind_wait_or_a_stub_is_found(string text, string? because) => Expect(because, WordRules.CodeFindings(new SourceFile("src/A.cs", text)));

    [Theory]
    [InlineData("// TODO: later", "'TODO' in a comment")]
    [InlineData("a(); /* FIXME\n*/", "'FIXME' in a comment")]
    [InlineData("/// HACK", "'HACK' in a comment")]
    [InlineData("Say(\"TODO\"); // Hackers, todos", null)]
    public void Work_put_off_is_found(string text, string? because) => Expect(because, WordRules.CommentFindings(new SourceFile("src/A.cs", text)));

    [Fact]
    public void A_stray_file_at_the_root_is_found()
    {
        Expect("'notes.txt' does not belong", HouseRules.TopLevelFindings(["src", "notes.txt"], "bin/\n"));
        Expect(null, HouseRules.TopLevelFindings(["src", ".ci", "TestResults", "me.user"], "# mine\nTestResults/\n*.user\n"));
    }

    [Theory]
    [InlineData("""<P><ItemGroup><PackageVersion Include="A" /></ItemGroup></P>""", "A: no comment")]
    [InlineData("""<P><ItemGroup><!-- why --><PackageVersion Include="A" /></ItemGroup><ItemGroup><PackageVersion Include="B" /></ItemGroup></P>""", "B: no comment")]
    [InlineData("""<P><ItemGroup><!-- why --><PackageVersion Include="A" /><PackageVersion Include="B" /><PackageVersion Include="C" /><PackageVersion Include="D" /></ItemGroup></P>""", "D: no comment")]
    [InlineData("""<P><ItemGroup><!-- why --><PackageVersion Include="A" /><PackageVersion Include="B" /><PackageVersion Include="C" /></ItemGroup></P>""", null)]
    public void A_package_without_a_reason_is_found(string props, string? because) => Expect(because, HouseRules.ReasonFindings(props));

    [Fact]
    public void A_package_without_a_user_is_found()
    {
        const string Props = """<P><PackageVersion Include="A" /><PackageVersion Include="B" /></P>""";
        Expect("B: no project uses it", HouseRules.UserFindings(Props, ["""<P><PackageReference Include="A" /></P>"""]));
        Expect(null, HouseRules.UserFindings(Props, ["""<P><PackageReference Include="A" /></P>""", """<P><PackageReference Include="B" /></P>"""]));
    }

    [Fact]
    public void A_project_outside_the_solution_is_found()
    {
        Expect("src/B/B.csproj is not in EdgeIpc.sln", HouseRules.SolutionFindings("\"src\\A\\A.csproj\"", ["src/A/A.csproj", "src/B/B.csproj"]));
        Expect(null, HouseRules.SolutionFindings("\"src\\A\\A.csproj\"", ["src/A/A.csproj"]));
    }

    /// <summary>One or more findings that include a text, or none at all.</summary>
    private static void Expect(string? because, IEnumerable<string> findings)
    {
        string all = string.Join('\n', findings);
        if (because is null) Assert.Equal("", all);
        else Assert.Contains(because, all, StringComparison.Ordinal);
    }
}
