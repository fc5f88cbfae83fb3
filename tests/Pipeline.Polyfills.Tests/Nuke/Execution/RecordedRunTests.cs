using Pipeline.Testing;

namespace Pipeline.Polyfills.Nuke.Execution;

/// <summary>The same build, once recorded with the real package and once run here.</summary>
public sealed class RecordedRunTests(SampleBuild sample) : IClassFixture<SampleBuild>
{
    [Theory]
    [InlineData("bad-enum")]
    [InlineData("bad-int")]
    [InlineData("continue")]
    [InlineData("default")]
    [InlineData("failing")]
    [InlineData("missing-required")]
    [InlineData("only-when")]
    [InlineData("parameters")]
    [InlineData("secret")]
    [InlineData("skip-all")]
    [InlineData("skip-one")]
    [InlineData("switch-swallows-target")]
    [InlineData("two-targets")]
    [InlineData("unknown-parameter")]
    [InlineData("unknown-target")]
    [InlineData("verbose")]
    public void Run_AsRecorded_EndsWithSameTargetsAndMessages(string name)
    {
        var recorded = Transcript.OfRecord(File.ReadAllText(Repository.Shared("facts", "nuke", $"{name}.txt")));

        var run = sample.Run(recorded.Arguments);

        var actual = Transcript.OfRun(recorded.Arguments, run);
        actual.ExitCode.ShouldBe(recorded.ExitCode, run.Text);
        actual.Targets.ShouldBe(recorded.Targets, run.Text);
        actual.Messages.ShouldBe(recorded.Messages, run.Text);
    }

    [Theory]
    [InlineData("github-actions")]
    [InlineData("github-actions-failing")]
    public void Run_OnGitHubActions_GroupsAndAnnotatesAsRecorded(string name)
    {
        var recorded = Transcript.OfRecord(File.ReadAllText(Repository.Shared("facts", "nuke", $"{name}.txt")));

        var run = sample.Run(recorded.Arguments, ("GITHUB_ACTIONS", "true"));

        var actual = Transcript.OfRun(recorded.Arguments, run);
        actual.ExitCode.ShouldBe(recorded.ExitCode, run.Text);
        actual.Messages.ShouldBe(recorded.Messages, run.Text);
    }

    [Fact]
    public void Help_AsRecorded_ListsSameTargetsAndParameters()
    {
        var recorded = File.ReadAllText(Repository.Shared("facts", "nuke", "help.txt"));

        var run = sample.Run("--help");

        run.ExitCode.ShouldBe(0);
        Listing(run.Output).ShouldBe(Listing(recorded));
    }

    [Fact]
    public void Schema_AfterAnyRun_EqualsRecorded()
    {
        var recorded = File.ReadAllText(Repository.Shared("facts", "nuke", "build.schema.json"));

        sample.Run("Test");

        sample.Read(".nuke/build.schema.json").TrimEnd().ShouldBe(recorded.TrimEnd());
    }

    [Theory]
    [InlineData("ci")]
    [InlineData("monitor")]
    [InlineData("release")]
    [InlineData("rollback")]
    public void Workflow_AfterLocalRun_EqualsRecorded(string name)
    {
        var recorded = File.ReadAllText(Repository.Shared("facts", "nuke", "workflows", $"{name}.yml"));

        sample.Run("Test");

        sample.Read($".github/workflows/{name}.yml").TrimEnd().ShouldBe(recorded.TrimEnd());
    }

    private static IReadOnlyList<string> Listing(string text) =>
        [.. text.Split('\n').SkipWhile(x => !x.StartsWith("Targets", StringComparison.Ordinal))
            .Select(x => x.TrimEnd()).Where(x => x.Length > 0 && !x.StartsWith("[exit code", StringComparison.Ordinal))];
}
