using System.Reflection;
using Pipeline.Testing;

namespace Pipeline.Conventions;

/// <summary>The projects of the toolkit, their compiled assemblies, and what docs/architecture.md says of them.</summary>
internal static class Toolkit
{
    public const string Rule = "docs/architecture.md, 'Projects and their arrows', says what each project may know";

    private static readonly IReadOnlyList<string[]> Arrows = Table("| project | may reference");

    /// <summary>Packages that belong to some projects only, by the namespace of their types.</summary>
    public static IReadOnlyList<(string Namespace, IReadOnlyList<string> Projects)> ConfinedPackages { get; } =
        [.. Table("| packages | namespace | projects that may use it").Select(x => (x[1].Trim('`'), Names(x[2])))];

    /// <summary>The names of the projects without "Pipeline.", as the table has them.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src"), "Pipeline.*")
            .Select(x => Path.GetFileName(x))
            .Where(x => File.Exists(ProjectFile(x)))
            .Select(x => x["Pipeline.".Length..])
            .Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Rows => [.. Arrows.Select(x => x[0])];

    public static string ProjectFile(string assembly) =>
        Path.Combine(Repository.Root, "src", assembly, $"{assembly}.csproj");

    /// <summary>The projects that a project may know, itself and Core among them.</summary>
    public static IReadOnlyCollection<string> Allowed(string project)
    {
        var cell = Arrows.Where(x => x[0] == project).Select(x => x[1]).SingleOrDefault();
        cell.ShouldNotBeNull($"{project} has no row; {Rule}.");
        const string All = "all but ";
        var named = cell.StartsWith(All, StringComparison.Ordinal)
            ? Rows.Except(Names(cell[All.Length..].Replace(" and ", ",", StringComparison.Ordinal)))
            : Names(cell).Where(x => x != "nothing");
        return [.. named.Append(project).Append("Core").Distinct()];
    }

    /// <summary>The assembly as the solution's build left it; servers are not referenced here, but built before.</summary>
    public static Assembly Load(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Assembly.LoadFrom(Path.Combine(
            output.Parent!.Parent!.FullName, $"Pipeline.{project}", output.Name, $"Pipeline.{project}.dll"));
    }

    private static IReadOnlyList<string> Names(string cell) =>
        [.. cell.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static IReadOnlyList<string[]> Table(string header) =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md"))
            .SkipWhile(x => !x.StartsWith(header, StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(x => x.StartsWith('|'))
            .Select(x => x.Split('|')[1..^1].Select(y => y.Trim()).ToArray())];
}
