using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Pipeline.Conventions;

/// <summary>Holds what is compiled to the tables of docs/architecture.md.</summary>
public sealed class ArrowTests
{
    private static readonly Architecture Architecture =
        new ArchLoader().LoadAssemblies([.. Toolkit.Projects.Select(Toolkit.Load)]).Build();

    public static TheoryData<string> Projects => [.. Toolkit.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Type_OfAProject_KnowsOnlyWhatItsArrowsAllow(string project)
    {
        var forbidden = Toolkit.Projects.Except(Toolkit.Allowed(project)).ToList();

        Architecture.Assemblies.ShouldContain(x => x.FullName.StartsWith($"Pipeline.{project},", StringComparison.Ordinal));
        Assert.All(forbidden, other =>
            Types().That().ResideInAssemblyMatching(Of(project))
                .Should().NotDependOnAny(Types().That().ResideInAssemblyMatching(Of(other)))
                .Because(Toolkit.Rule).WithoutRequiringPositiveResults().Check(Architecture));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Type_OfAProject_KnowsNoPackageOfAnother(string project)
    {
        var forbidden = Toolkit.ConfinedPackages.Where(x => !x.Projects.Contains(project)).Select(x => x.Namespace);

        Assert.All(forbidden, name =>
            Types().That().ResideInAssemblyMatching(Of(project))
                .Should().NotDependOnAny(Types(true).That().ResideInNamespaceMatching(Pattern(name)))
                .Because(Toolkit.Rule).WithoutRequiringPositiveResults().Check(Architecture));
    }

    // A reference without a use brings the other project's assembly into the image, and everything behind it.
    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_OnlyAlongItsArrows(string project)
    {
        var references = XDocument.Load(Toolkit.ProjectFile($"Pipeline.{project}")).Descendants("ProjectReference")
            .Select(x => Path.GetFileNameWithoutExtension(((string)x.Attribute("Include")!).Replace('\\', '/')))
            .Select(x => x["Pipeline.".Length..]);

        references.Except(Toolkit.Allowed(project)).ShouldBeEmpty($"{project} has an arrow of its own; {Toolkit.Rule}.");
    }

    [Fact]
    public void Tables_OfTheArchitecture_NameWhatIsThere()
    {
        Toolkit.Rows.ShouldBe(Toolkit.Projects, ignoreOrder: true);
        Toolkit.ConfinedPackages.SelectMany(x => x.Projects).Except(Toolkit.Projects).ShouldBeEmpty();
        Toolkit.ConfinedPackages.Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Rule_BrokenOnPurpose_IsFound()
    {
        var rule = Types().That().ResideInAssemblyMatching(Of("Reporting"))
            .Should().NotDependOnAny(Types(true).That().ResideInNamespaceMatching(@"^Scriban(\..*)?$"));

        rule.HasNoViolations(Architecture).ShouldBeFalse();
    }

    /// <summary>The namespace and those below it, but for those that have a row of their own.</summary>
    private static string Pattern(string name)
    {
        var own = Toolkit.ConfinedPackages.Select(x => x.Namespace)
            .Where(x => x.StartsWith($"{name}.", StringComparison.Ordinal))
            .Select(x => $@"(?!\.{x[(name.Length + 1)..]}(\.|$))");
        return $@"^{name}{string.Concat(own)}(\..*)?$";
    }

    private static string Of(string project) => $@"^Pipeline\.{project},";
}
