using Pipeline.Testing;
using PublicApiGenerator;

namespace Pipeline.Conventions;

/// <summary>Holds the public API of each project to the one that was reviewed, so that no change of it goes unseen.</summary>
public sealed class PublicApiTests
{
    private const string Renewal = "PIPELINE_APPROVE=1 ./build.sh Test --test-filter PublicApiTests";
    private const int MostShown = 20;

    private static readonly string Folder =
        Path.Combine(Repository.Root, "tests", "Pipeline.Tests", "Conventions", "PublicApi");

    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static TheoryData<string> Projects => [.. Toolkit.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Api_OfAProject_IsTheApprovedOne(string project)
    {
        var api = Toolkit.Load(project).GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(Folder, $"Pipeline.{project}.txt");
        if (Environment.GetEnvironmentVariable("PIPELINE_APPROVE") == "1")
            File.WriteAllText(file, api);

        var approved = File.Exists(file) ? File.ReadAllText(file) : "";

        var changes = Changes(approved, api);
        Assert.True(approved == api, $"""
            The public API of Pipeline.{project} is not the approved one, at {changes.Count} lines:
            {string.Join('\n', changes.Take(MostShown))}
            If that is meant, '{Renewal}' writes {Path.GetRelativePath(Repository.Root, file)} anew, for the next review.
            """);
    }

    [Fact]
    public void Approved_Files_BelongToAProject()
    {
        var files = Directory.GetFiles(Folder).Select(x => Path.GetFileName(x));

        files.Except(Toolkit.Projects.Select(x => $"Pipeline.{x}.txt")).ShouldBeEmpty();
    }

    private static IReadOnlyList<string> Changes(string approved, string api)
    {
        var (before, after) = (approved.Split('\n'), api.Split('\n'));
        var (gone, come) = (before.Except(after).ToList(), after.Except(before).ToList());
        return [.. gone.Select(x => $"  - {x.Trim()}"), .. come.Select(x => $"  + {x.Trim()}")];
    }
}
