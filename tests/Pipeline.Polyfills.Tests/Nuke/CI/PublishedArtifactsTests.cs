using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;

namespace Pipeline.Polyfills.Nuke.CI;

public sealed class PublishedArtifactsTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public void Artifacts_OfDependencies_ArePublishedUnderTheCondition()
    {
        var compiled = Target("Compile", "output/packages/*.nupkg", "output/packages/*.snupkg");
        var tested = Target("Test", "report.html");
        tested.ExecutionDependencies.Add(compiled);
        var workflow = Pushed();
        workflow.InvokedTargets = ["Test"];
        workflow.PublishCondition = "always()";

        _workspace.Generate(workflow, compiled, tested).SkipWhile(x => !x.Contains("Publish:")).ShouldBe(
        [
            "      - name: 'Publish: packages'", "        uses: actions/upload-artifact@v5", "        if: always()",
            "        with:", "          name: packages", "          path: output/packages",
            "      - name: 'Publish: report.html'", "        uses: actions/upload-artifact@v5", "        if: always()",
            "        with:", "          name: report.html", "          path: report.html",
        ]);
    }

    [Fact]
    public void Artifacts_InFoldersOfTheSameName_HaveNamesOfTheirOwn()
    {
        var target = Target("Pack", "a/out/*.zip", "b/out/*.zip");

        var lines = _workspace.Generate(Pushed(), target);

        lines.ShouldContain("          name: a-out");
        lines.ShouldContain("          name: b-out");
    }

    [Fact]
    public void Artifacts_OutsideTheRoot_AreRefused()
    {
        var target = Target("Pack", "../elsewhere/*.zip");

        var refused = Should.Throw<InvalidOperationException>(() => _workspace.Generate(Pushed(), target));

        refused.Message.ShouldContain("'Pack' produces '../elsewhere/*.zip'");
    }

    public void Dispose() => _workspace.Dispose();

    private static ExecutableTarget Target(string name, params string[] products)
    {
        var target = new ExecutableTarget { Name = name, IsDefault = true };
        target.ArtifactProducts.AddRange(products);
        return target;
    }

    private static GitHubActionsAttribute Pushed() => new("some", GitHubActionsImage.UbuntuLatest) { OnPushBranches = ["main"] };
}
