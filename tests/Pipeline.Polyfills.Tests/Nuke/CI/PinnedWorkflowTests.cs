using Nuke.Common.CI.GitHubActions;

namespace Pipeline.Polyfills.Nuke.CI;

public sealed class PinnedWorkflowTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public void Subclass_UsingPublicAndProtectedMembersAlone_ShapesTheWholeWorkflow()
    {
        var workflow = new PinnedWorkflowAttribute("pinned", GitHubActionsImage.UbuntuLatest)
        {
            OnPushBranches = ["main"],
            OnWorkflowDispatchOptionalInputs = ["Model"],
            CacheKeyFiles = [],
        };

        var lines = _workspace.Generate(workflow);

        lines.ShouldBe(
        [
            "name: pinned", "",
            "on:", "  push:", "    branches:", "      - main",
            "  workflow_dispatch:", "    inputs:", "      Model:", "        description: \"Model\"", "        required: false",
            "  merge_group:", "",
            "jobs:", "  ubuntu-latest:", "    name: ubuntu-latest", "    runs-on: ubuntu-latest", "    steps:",
            "      - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # v6",
            "        with:", "          fetch-depth: 1", "          persist-credentials: false",
            "      - name: 'Run'", "        run: ./build.sh", "        env:",
            "          Model: ${{ github.event.inputs.Model }}", "          PIPELINE_PACKAGES: nuget",
        ]);
        _workspace.LinesOf("pinned")[0].ShouldBe("# Generated; change build/Build.cs instead.");
    }

    public void Dispose() => _workspace.Dispose();
}
