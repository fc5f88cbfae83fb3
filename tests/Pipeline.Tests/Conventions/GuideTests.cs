using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Retention;
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
    [InlineData("deployment.md")]
    [InlineData("evaluation.md")]
    [InlineData("extensions.md")]
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
    public void Metric_OfTheGuideToExtensions_IsTheOneThatTestsRelease()
    {
        var source = Path.Combine(Repository.Root, "tests", "Extensions", "LoanParts", "ApprovalRate.cs");
        var body = File.ReadAllText(source);

        var shown = body[body.IndexOf("public sealed class", StringComparison.Ordinal)..];

        File.ReadAllText(Path.Combine(Folder, "extensions.md")).ShouldContain(shown);
    }
}
