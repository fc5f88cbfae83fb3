using Pipeline.Testing;

namespace Pipeline.Targets.Workflows;

/// <summary>The workflow that a build generates at its first local run.</summary>
public sealed class WorkflowTests : IDisposable
{
    private const string Path = ".github/workflows/release.yml";

    private readonly StrictRun _build = new();

    [Fact]
    public void Workflow_OfARelease_IsAsApproved()
    {
        _build.Run("Train");

        _build.Read(Path).ShouldMatchApproved("tests/Pipeline.Targets.Tests/Workflows/release.approved.txt");
    }

    [Fact]
    public void Workflow_Unchanged_IsNotWrittenAgain()
    {
        _build.Run("Train");
        var file = new FileInfo(System.IO.Path.Combine(_build.Root, Path));
        file.LastWriteTimeUtc = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        _build.Run("Train");

        file.Refresh();
        file.LastWriteTimeUtc.Year.ShouldBe(2020);
    }

    [Fact]
    public void Script_OfAWorkflow_HoldsNoExpression()
    {
        _build.Run("Train");

        var scripts = _build.Read(Path).Split('\n').Where(
            x => x.TrimStart().StartsWith("run:", StringComparison.Ordinal)).ToList();

        scripts.ShouldNotBeEmpty();
        scripts.ShouldAllBe(x => !x.Contains("${{"));
    }

    public void Dispose() => _build.Dispose();
}
