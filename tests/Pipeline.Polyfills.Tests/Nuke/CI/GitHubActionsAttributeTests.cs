using Nuke.Common.CI.GitHubActions;

namespace Pipeline.Polyfills.Nuke.CI;

public sealed class GitHubActionsAttributeTests : IDisposable
{
    private readonly Workspace _workspace = new();

    [Fact]
    public void Triggers_Short_AreOneLine()
    {
        var workflow = Workflow();
        workflow.On = [GitHubActionsTrigger.Push, GitHubActionsTrigger.PullRequest, GitHubActionsTrigger.WorkflowDispatch];

        _workspace.Generate(workflow).ShouldContain("on: [push, pull_request, workflow_dispatch]");
    }

    [Fact]
    public void Triggers_WithEveryFilter_FollowGitHubsSyntax()
    {
        var workflow = Workflow();
        workflow.OnPushBranchesIgnore = ["wip/**"];
        workflow.OnPushTagsIgnore = ["v0.*"];
        workflow.OnPushExcludePaths = ["docs/**"];
        workflow.OnPullRequestBranches = ["main", "release/*"];
        workflow.OnPullRequestIncludePaths = ["src/**"];
        workflow.OnPullRequestExcludePaths = ["src/**/*.md"];
        workflow.OnCronSchedule = "30 5 * * 1-5";

        Section(_workspace.Generate(workflow), "on:").ShouldBe(
        [
            "  push:", "    branches-ignore:", "      - 'wip/**'", "    tags-ignore:", "      - 'v0.*'",
            "    paths-ignore:", "      - 'docs/**'",
            "  pull_request:", "    branches:", "      - main", "      - 'release/*'",
            "    paths:", "      - 'src/**'", "      - '!src/**/*.md'",
            "  schedule:", "    - cron: '30 5 * * 1-5'",
        ]);
    }

    [Theory]
    [InlineData("1.0", "'1.0'")]
    [InlineData("on", "'on'")]
    [InlineData("it's", "it's")]
    [InlineData("!old", "'!old'")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("a\nb: c", "\"a\\nb: c\"")]
    [InlineData("release/1.x", "release/1.x")]
    public void Branch_OfAnyName_IsWrittenAsThatText(string branch, string written)
    {
        var workflow = Workflow();
        workflow.OnPushBranches = [branch];

        _workspace.Generate(workflow).ShouldContain($"      - {written}");
    }

    [Fact]
    public void Job_WithEnvironmentUrlAndConcurrency_HasBoth()
    {
        var workflow = Pushed();
        workflow.EnvironmentName = "production";
        workflow.EnvironmentUrl = "https://example.com";
        workflow.JobConcurrencyGroup = "${{ github.workflow }}-${{ github.ref }}";
        workflow.JobConcurrencyCancelInProgress = true;

        Section(_workspace.Generate(workflow), "  ubuntu-latest:").ShouldBe(
        [
            "    name: ubuntu-latest", "    runs-on: ubuntu-latest",
            "    environment:", "      name: production", "      url: https://example.com",
            "    concurrency:", "      group: ${{ github.workflow }}-${{ github.ref }}", "      cancel-in-progress: true",
            "    steps:",
        ]);
    }

    [Fact]
    public void Workflow_WithConcurrency_CancelsTheRunBefore()
    {
        var workflow = Pushed();
        workflow.ConcurrencyGroup = "ci";
        workflow.ConcurrencyCancelInProgress = true;

        Section(_workspace.Generate(workflow), "concurrency:").ShouldBe(["  group: ci", "  cancel-in-progress: true"]);
    }

    [Fact]
    public void Checkout_WithEveryOption_HasThemAll()
    {
        var workflow = Pushed();
        workflow.Submodules = GitHubActionsSubmodules.Recursive;
        workflow.Lfs = true;
        workflow.FetchDepth = 3;
        workflow.Progress = false;
        workflow.Filter = "tree:0";

        Section(_workspace.Generate(workflow), "      - uses: actions/checkout@v6").ShouldBe(
        [
            "        with:", "          submodules: recursive", "          lfs: true", "          fetch-depth: 3",
            "          progress: false", "          filter: tree:0",
        ]);
    }

    [Fact]
    public void Cache_WithExclusions_ListsThemBehindTheInclusions()
    {
        var workflow = Pushed();
        workflow.CacheIncludePatterns = ["~/.nuget/packages"];
        workflow.CacheExcludePatterns = ["~/.nuget/packages/acme.*"];
        workflow.CacheKeyFiles = ["**/packages.lock.json"];

        Section(_workspace.Generate(workflow), "      - name: 'Cache: ~/.nuget/packages'").ShouldBe(
        [
            "        uses: actions/cache@v4", "        with:", "          path: |", "            ~/.nuget/packages",
            "            !~/.nuget/packages/acme.*", "          key: ${{ runner.os }}-${{ hashFiles('**/packages.lock.json') }}",
        ]);
    }

    [Fact]
    public void Cache_WithoutKeyFiles_IsLeftOut()
    {
        var workflow = Pushed();
        workflow.CacheKeyFiles = [];

        _workspace.Generate(workflow).ShouldNotContain(x => x.Contains("actions/cache"));
    }

    [Theory]
    [InlineData("RegistryToken", "REGISTRY_TOKEN")]
    [InlineData("NuGetApiKey", "NUGET_API_KEY")]
    [InlineData("GitHubPAT", "GITHUB_PAT")]
    [InlineData("ALREADY_SNAKE", "ALREADY_SNAKE")]
    public void Secret_Imported_IsNamedInCapitals(string parameter, string secret)
    {
        var workflow = Pushed();
        workflow.ImportSecrets = [parameter];

        _workspace.Generate(workflow).ShouldContain($"          {parameter}: ${{{{ secrets.{secret} }}}}");
    }

    public void Dispose() => _workspace.Dispose();

    private static GitHubActionsAttribute Workflow() => new("some", GitHubActionsImage.UbuntuLatest);

    private static GitHubActionsAttribute Pushed()
    {
        var workflow = Workflow();
        workflow.OnPushBranches = ["main"];
        return workflow;
    }

    /// <summary>The lines below the given one that are indented deeper, up to the list of steps.</summary>
    private static IEnumerable<string> Section(string[] lines, string head)
    {
        var depth = head.Length - head.TrimStart().Length;
        var below = lines.SkipWhile(x => x != head).Skip(1).TakeWhile(x => x.Length - x.TrimStart().Length > depth).ToList();
        return below.TakeWhile((_, i) => i == 0 || below[i - 1].Trim() != "steps:");
    }
}
