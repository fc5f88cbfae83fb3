using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;

namespace Pipeline.Polyfills.Nuke.CI;

[Collection(nameof(ProcessState))]
public sealed class GitHubActionsTests : IDisposable
{
    private readonly ProcessState _process = new();

    [Fact]
    public void Instance_OutsideOfGitHubActions_IsNull()
    {
        _process.Set("GITHUB_ACTIONS", null);

        GitHubActions.Instance.ShouldBeNull();
    }

    [Fact]
    public void Properties_OnTheRunner_ComeFromTheEnvironment()
    {
        _process.Set("GITHUB_SHA", "cafe");
        _process.Set("GITHUB_REF_NAME", "main");
        _process.Set("GITHUB_HEAD_REF", "");
        _process.Set("GITHUB_RUN_ID", "12345678901");
        _process.Set("GITHUB_STEP_SUMMARY", "/tmp/summary.md");

        var runner = Runner();

        runner.Sha.ShouldBe("cafe");
        runner.HeadRef.ShouldBeNull();
        runner.RunId.ShouldBe(12345678901);
        runner.StepSummaryFile.ToString().ShouldBe("/tmp/summary.md");
        ((IBuildServer)runner).Branch.ShouldBe("main");
        ((IBuildServer)runner).Commit.ShouldBe("cafe");
    }

    [Fact]
    public void Number_ThatTheRunnerDoesNotSet_IsRefusedByName()
    {
        _process.Set("GITHUB_RUN_NUMBER", null);

        var refused = Should.Throw<InvalidOperationException>(() => Runner().RunNumber);

        refused.Message.ShouldContain("GITHUB_RUN_NUMBER");
    }

    [Fact]
    public void PullRequest_OfAPullRequestEvent_ComesFromThePayload()
    {
        var payload = Path.GetTempFileName();
        File.WriteAllText(payload, """{"action": "opened", "number": 17}""");
        _process.Set("GITHUB_EVENT_NAME", "pull_request");
        _process.Set("GITHUB_EVENT_PATH", payload);

        var runner = Runner();

        runner.IsPullRequest.ShouldBeTrue();
        runner.PullRequestNumber.ShouldBe(17);
        runner.PullRequestAction.ShouldBe("opened");
        File.Delete(payload);
    }

    [Fact]
    public void Warning_Written_EscapesWhatWouldEndTheCommand()
    {
        var written = _process.Written(() => Runner().WriteWarning("5.7% missing\r\n::error::forged"));

        written.ShouldBe("::warning::5.7%25 missing%0D%0A::error::forged\n");
    }

    [Fact]
    public void Command_WithProperties_EscapesTheirSeparators()
    {
        var written = _process.Written(() => Runner().WriteCommand("error", "Bad row", x =>
        {
            x.Add("file", "a,b:c.csv");
            x.Add("line", 3);
            x.Add("title", null);
            return x;
        }));

        written.ShouldBe("::error file=a%2Cb%3Ac.csv,line=3::Bad row\n");
    }

    [Fact]
    public void Group_StartedAndEnded_NamesItBothTimes()
    {
        var written = _process.Written(() =>
        {
            Runner().Group("Train");
            Runner().EndGroup("Train");
        });

        written.ShouldBe("::group::Train\n::endgroup::Train\n");
    }

    [Fact]
    public void BuildServer_InjectedOnTheRunner_IsTheHost()
    {
        var runner = Runner();
        var build = new Injected(Path.GetTempPath()) { Host = runner };

        build.InjectedValue(nameof(Injected.Server)).ShouldBeSameAs(runner);
        build.InjectedValue(nameof(Injected.GitHub)).ShouldBeSameAs(runner);
    }

    [Fact]
    public void BuildServer_InjectedElsewhere_IsNull()
    {
        var build = new Injected(Path.GetTempPath());

        build.InjectedValue(nameof(Injected.GitHub)).ShouldBeNull();
    }

    public void Dispose() => _process.Dispose();

    /// <summary>The host has no public constructor: a build makes it when it finds itself on a runner.</summary>
    private static GitHubActions Runner() => (GitHubActions)Activator.CreateInstance(typeof(GitHubActions), nonPublic: true)!;

    private sealed class Injected(string root) : FakeBuild(root)
    {
        [CI]
        public IBuildServer? Server { get; set; }

        [CI]
        public GitHubActions? GitHub { get; set; }

        public object? InjectedValue(string member) => new CIAttribute().GetValue(GetType().GetProperty(member)!, this);
    }
}
