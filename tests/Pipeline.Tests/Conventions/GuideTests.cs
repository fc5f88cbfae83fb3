using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Retention;
using Pipeline.Kubernetes;
using Pipeline.Manifest;
using Pipeline.Testing;

namespace Pipeline.Conventions;

/// <summary>Guides have the same headings, and what they show of code is compiled elsewhere.</summary>
public sealed class GuideTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "guides");

    private static readonly string[] Headings =
        ["## About", "## Usage", "## Defaults", "## Verdicts", "## Failure handling", "## Anti-patterns"];

    [Theory]
    [InlineData("ci.md")]
    [InlineData("deployment.md")]
    [InlineData("docker.md")]
    [InlineData("drift.md")]
    [InlineData("evaluation.md")]
    [InlineData("report.md")]
    [InlineData("explanation.md")]
    [InlineData("jobs.md")]
    [InlineData("extensions.md")]
    [InlineData("fairness.md")]
    [InlineData("manifests.md")]
    [InlineData("gateway.md")]
    [InlineData("onnx.md")]
    [InlineData("performance.md")]
    [InlineData("search.md")]
    [InlineData("serving.md")]
    [InlineData("slices.md")]
    [InlineData("swarm.md")]
    [InlineData("training.md")]
    public void Guide_Any_HasTheHeadingsOfAll(string guide)
    {
        var headings = File.ReadLines(Path.Combine(Folder, guide)).Where(x => x.StartsWith("## ", StringComparison.Ordinal));

        headings.ShouldBe(Headings);
    }

    [Fact]
    public void Environments_OfTheGuideToDeployment_Bind()
    {
        var guide = File.ReadAllText(Path.Combine(Folder, "deployment.md"));
        var yaml = guide.Split("```yaml\n")[1].Split("```")[0];

        var manifest = ManifestReader.Read(
            yaml, "environments.yml", ManifestSchema.Environments(EnvironmentSpec.Section, RetentionSpec.Section));

        manifest.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Manifests_OfTheirGuide_BindAndAreThoseThatAreWritten()
    {
        var guide = File.ReadAllText(Path.Combine(Folder, "manifests.md"));
        var blocks = guide.Split("```yaml\n").Skip(1).Select(x => x.Split("```")[0]).ToList();
        var (settings, excerpt) = (blocks[0], blocks[^1]);

        var manifest = ManifestReader.Read(
            settings, "environments.yml", ManifestSchema.Environments(EnvironmentSpec.Section, ManifestsSpec.Section));

        manifest.Problems.ShouldBeEmpty();
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Pipeline.Tests", "Kubernetes", "kubernetes.approved.yml"))
            .ShouldContain(excerpt);
    }

    [Theory]
    [InlineData("build/Build.cs", "[PipelineWorkflow(", ")]\n")]
    [InlineData("tests/Builds/StrictBuild/Build.cs", "[PipelineWorkflow(", ")]\n")]
    [InlineData("tests/Pipeline.Targets.Tests/Workflows/release.approved.txt", "      - name: 'Run: ", null)]
    public void Workflow_OfTheGuideToCi_IsOneThatABuildHas(string source, string first, string? last)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, source)).ReplaceLineEndings("\n");
        var begin = text.IndexOf(first, StringComparison.Ordinal);
        var end = last is null ? text.Length : text.IndexOf(last, begin, StringComparison.Ordinal) + last.Length;

        File.ReadAllText(Path.Combine(Folder, "ci.md")).ShouldContain(text[begin..end]);
    }

    [Theory]
    [InlineData("ApprovalRate.cs", "extensions.md")]
    [InlineData("DebtAsFraction.cs", "robustness.md")]
    public void Part_OfAGuide_IsTheOneThatTestsRelease(string part, string guide)
    {
        var source = Path.Combine(Repository.Root, "tests", "Extensions", "LoanParts", part);
        var body = File.ReadAllText(source);

        var shown = body[body.IndexOf("public sealed class", StringComparison.Ordinal)..];

        File.ReadAllText(Path.Combine(Folder, guide)).ShouldContain(shown);
    }
}
