using Pipeline.Testing;

namespace Pipeline.Governance.Registry;

public sealed class RegistryLocationTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    [Fact]
    public void Resolve_NothingGiven_IsInTheClone()
    {
        var location = RegistryLocation.Resolve(Given(), _root.Path).OrThrow();

        location.JournalPath.ShouldBe(_root[".pipeline", "journal.db"]);
        location.ProjectionPath.ShouldBe(_root[".pipeline", "journal.registry-2.db"]);
        location.StorePath.ShouldBe(_root[".pipeline", "blobs"]);
        (location.OutlivesMachine, location.Warning).ShouldBe((true, null));
    }

    [Fact]
    public void Resolve_Given_IsThereAndRelativePathsBeginAtTheRoot()
    {
        var location = RegistryLocation.Resolve(
            Given(("PIPELINE_REGISTRY", "/srv/models/team.db"), ("PIPELINE_STORE", "../blobs")), _root.Path).OrThrow();

        location.JournalPath.ShouldBe("/srv/models/team.db");
        location.ProjectionPath.ShouldBe("/srv/models/team.registry-2.db");
        location.StorePath.ShouldBe(Path.Combine(Path.GetDirectoryName(_root.Path)!, "blobs"));
    }

    [Fact]
    public void Resolve_EmptyVariables_AreNotGiven()
    {
        var given = Given(("PIPELINE_REGISTRY", ""), ("PIPELINE_STORE", "  "), ("CI", ""));

        var location = RegistryLocation.Resolve(given, _root.Path).OrThrow();

        location.JournalPath.ShouldStartWith(_root.Path);
        location.OutlivesMachine.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, null, "PIPELINE_REGISTRY and PIPELINE_STORE")]
    [InlineData("/srv/team.db", null, "PIPELINE_STORE")]
    [InlineData(null, "/srv/blobs", "PIPELINE_REGISTRY")]
    [InlineData("inside/the/clone.db", "/srv/blobs", "PIPELINE_REGISTRY")]
    public void Resolve_OnARunnerWithinTheClone_WarnsAndNamesTheSettings(string? registry, string? store, string settings)
    {
        var location = RegistryLocation.Resolve(
            Given(("GITHUB_ACTIONS", "true"), ("PIPELINE_REGISTRY", registry), ("PIPELINE_STORE", store)), _root.Path).OrThrow();

        location.OutlivesMachine.ShouldBeFalse();
        location.Warning!.ToString().ShouldBe(
            "Nothing that this run records will outlast the runner: versions, aliases and their history end with it. "
            + $"Set {settings} to paths on storage that stays.");
    }

    [Fact]
    public void Resolve_OnARunnerWithStorageThatStays_Outlives()
    {
        var location = RegistryLocation.Resolve(
            Given(("CI", "true"), ("PIPELINE_REGISTRY", "/srv/team.db"), ("PIPELINE_STORE", "/srv/blobs")), _root.Path).OrThrow();

        (location.OutlivesMachine, location.Warning).ShouldBe((true, null));
    }

    [Fact]
    public void Resolve_UnusableValues_AreAllProblemsAtOnce()
    {
        _root.Write("file", "");
        var given = Given(("PIPELINE_REGISTRY", "."), ("PIPELINE_STORE", "file"));

        var problems = RegistryLocation.Resolve(given, _root.Path).Problems;

        problems.Select(x => x.ToString()).ShouldBe(
            [
                "PIPELINE_REGISTRY is '.', but that is a folder; the path of a file in it is accepted, such as 'journal.db'.",
                "PIPELINE_STORE is 'file', but there is a file; a folder is accepted.",
            ]);
    }

    [Theory]
    [InlineData("postgres://ada:secret@db/models", "is the address 'postgres://…'; a path on this machine is accepted.")]
    [InlineData("s3:bucket?key=secret", "is the address 's3:…'; a path on this machine is accepted.")]
    [InlineData("a\nb.db", "PIPELINE_REGISTRY has control characters; a path has none.")]
    [InlineData("folder/", "PIPELINE_REGISTRY is 'folder/', but that is a folder;")]
    [InlineData("file/journal.db", "is a file, so that nothing can be below it.")]
    public void Resolve_UnusableValue_IsAProblemWithoutSecrets(string value, string problem)
    {
        _root.Write("file", "");

        var problems = RegistryLocation.Resolve(Given(("PIPELINE_REGISTRY", value)), _root.Path).Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldContain(problem);
        problems[0].ToString().ShouldNotContain("secret");
    }

    public void Dispose() => _root.Dispose();

    private static Dictionary<string, string> Given(params (string Name, string? Value)[] variables) =>
        variables.Where(x => x.Value is not null).ToDictionary(x => x.Name, x => x.Value!);
}
