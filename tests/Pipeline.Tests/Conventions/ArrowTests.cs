using System.Xml.Linq;
using Pipeline.Testing;

namespace Pipeline.Conventions;

/// <summary>Holds project files to the tables in docs/architecture.md.</summary>
public sealed class ArrowTests
{
    private const string Rule = "docs/architecture.md, 'Projects and their arrows', says what each project may know";

    private static readonly IReadOnlyList<string[]> Arrows = Table("| project | may reference");
    private static readonly IReadOnlyList<string[]> Packages = Table("| package | projects that may reference it");

    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "Pipeline.*.csproj", SearchOption.AllDirectories)
            .Select(x => Path.GetFileNameWithoutExtension(x)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesOthers_OnlyAlongItsArrows(string project)
    {
        var allowed = Allowed(Short(project));

        var referenced = References(project, "ProjectReference").Select(
            x => Short(Path.GetFileNameWithoutExtension(x.Replace('\\', '/'))));

        referenced.Where(x => x != "Core" && !allowed.Contains(x)).ShouldBeEmpty($"{project} has an arrow of its own; {Rule}.");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesPackages_OnlyThoseConfinedToIt(string project)
    {
        var confined = Packages.Where(x => !x[1].Split(", ").Contains(Short(project))).Select(x => x[0]).ToList();

        var referenced = References(project, "PackageReference");

        referenced.Where(confined.Contains).ShouldBeEmpty($"{project} references a package of another project; {Rule}.");
    }

    [Fact]
    public void Tables_InTheArchitecture_AreRead()
    {
        Arrows.Count.ShouldBe(16);
        Packages.Count.ShouldBe(14);
        Allowed("Monitoring").ShouldBe(["Manifest", "Data", "Evaluation"]);
        Allowed("Targets").ShouldNotContain("Serving");
        Allowed("Core").ShouldBeEmpty();
    }

    private static string Short(string project) => project.Replace("Pipeline.", "", StringComparison.Ordinal);

    private static IReadOnlyList<string> Allowed(string project)
    {
        var cell = Arrows.Where(x => x[0] == project).Select(x => x[1]).SingleOrDefault();
        cell.ShouldNotBeNull($"{project} has no row; {Rule}.");
        const string All = "all but ";
        if (!cell.StartsWith(All, StringComparison.Ordinal))
            return [.. cell.Split(
                ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(x => x != "nothing")];
        var excluded = cell[All.Length..].Split(" and ");
        return [.. Arrows.Select(x => x[0]).Where(x => x != project && !excluded.Contains(x))];
    }

    private static IReadOnlyList<string> References(string project, string kind)
    {
        var file = Directory.GetFiles(
            Path.Combine(Repository.Root, "src"), $"{project}.csproj", SearchOption.AllDirectories).Single();
        return [.. XDocument.Load(file).Descendants(kind)
            .Where(x => x.Attribute("ExcludeAssets") is null)
            .Select(x => (string)x.Attribute("Include")!)];
    }

    private static IReadOnlyList<string[]> Table(string header) =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md"))
            .SkipWhile(x => !x.StartsWith(header, StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(x => x.StartsWith('|'))
            .Select(x => x.Split('|')[1..^1].Select(y => y.Trim()).ToArray())];
}
