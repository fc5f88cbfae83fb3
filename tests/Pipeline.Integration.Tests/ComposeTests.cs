using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Strategies;
using Pipeline.Kubernetes;
using Pipeline.Testing;

namespace Pipeline.Integration;

/// <summary>Compose itself takes the file that is written for it.</summary>
public sealed class ComposeTests
{
    [Fact]
    public void Compose_AskedForItsConfiguration_TakesTheFile()
    {
        using var folder = new TemporaryFolder();
        var release = new ReleasedModel
        {
            Project = "example-team",
            Environment = "production",
            Model = ModelName.Parse("churn"),
            Version = new ModelVersion(3),
            Image = new ImageDigest(Digest.OfText("image")),
            Layout = "artifacts/churn/image",
            Folder = "artifacts/churn/manifests/production",
            Spec = new EnvironmentSpec { Strategy = new StrategySpec.Recreate() },
            Manifests = new ManifestsSpec { Repository = "localhost:5000" },
            Log = new RetentionLimits(),
        };
        folder.Write("compose.yml", ReleaseManifests.Compose(release).Text);

        var config = Run(folder.Path, "--project-name", "churn", "--file", "compose.yml", "config");

        config.ExitCode.ShouldBe(0, config.Text);
        config.Output.ShouldContain($"localhost:5000/churn@{release.Image}");
        config.Output.ShouldContain("PIPELINE_SERVING_ENVIRONMENT: production");
    }

    /// <summary>The plugin of the Docker client, or the program that came before it.</summary>
    private static Child Run(string folder, params string[] arguments)
    {
        (string File, string[] Before)[] known = [("docker", ["compose"]), ("docker-compose", [])];
        foreach (var (file, before) in known.Where(x => IsThere(x.File)))
        {
            if (Child.Run(file, [.. before, "version"], folder).ExitCode == 0)
                return Child.Run(file, [.. before, .. arguments], folder);
        }

        Requirement.Missing("PIPELINE_REQUIRE_COMPOSE", "No Compose is installed");
        throw new System.Diagnostics.UnreachableException();
    }

    private static bool IsThere(string program)
    {
        var folders = Environment.GetEnvironmentVariable("PATH") ?? "";
        return folders.Split(Path.PathSeparator).Any(x => File.Exists(Path.Combine(x, program)));
    }
}
