using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Strategies;

namespace Pipeline.Kubernetes;

/// <summary>A packaged version of a model and the environment that it is to answer in: all that manifests are made of.</summary>
public sealed record ReleasedModel
{
    /// <summary>As in environments.yml.</summary>
    public required string Project { get; init; }

    /// <summary>Its key in environments.yml.</summary>
    public required string Environment { get; init; }

    public required ModelName Model { get; init; }

    public required ModelVersion Version { get; init; }

    public required ImageDigest Image { get; init; }

    /// <summary>Where the OCI layout is, from the folder that commands are run in: "artifacts/churn/image".</summary>
    public required string Layout { get; init; }

    /// <summary>Where the manifests are, from the same folder: "artifacts/churn/manifests/production".</summary>
    public required string Folder { get; init; }

    public required EnvironmentSpec Spec { get; init; }

    public required ManifestsSpec Manifests { get; init; }

    /// <summary>Of the prediction log.</summary>
    public required RetentionLimits Log { get; init; }

    /// <summary>"registry.example.com/team/churn", where the image is pulled from.</summary>
    internal string Repository => $"{Manifests.Repository}/{Model}";

    /// <summary>By digest: whatever a tag is moved to, this is the image that was judged.</summary>
    internal string Reference => $"{Repository}@{Image}";

    /// <summary>A cluster places servers by what they may use: unsaid memory is 512 MiB, and unsaid processors are one.</summary>
    internal (ByteSize Memory, double Cpus, int Pids) Limits
    {
        get
        {
            var limits = Manifests.Limits ?? Spec.Limits ?? new ResourceLimits();
            return (limits.Memory ?? new ByteSize(512L << 20), limits.Cpus ?? 1, limits.Pids);
        }
    }

    /// <summary>What answers say of themselves, as the server's own settings.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Variables =>
    [
        new("PIPELINE_SERVING_NAME", $"{Model}"),
        new("PIPELINE_SERVING_VERSION", $"{Version}"),
        new("PIPELINE_SERVING_ENVIRONMENT", Environment),
        new("PIPELINE_SERVING_DRAIN", DrainSeconds.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>How long a server that is told to stop goes on with what it is answering.</summary>
    internal const int DrainSeconds = 10;

    /// <summary>What our rollouts do, and no file can.</summary>
    internal IEnumerable<string> LeftOutOfAll()
    {
        if (OfStrategy(Spec.Strategy) is { } strategy)
            yield return strategy;
        if (Spec.Analysis.Count > 0)
            yield return "the analysis: nothing is measured before the new version answers everything";
        if (Spec.Requires.Count > 0)
            yield return "what is required of other environments";
        yield return "the reference rows that Deploy asks a new server before it answers anybody";
    }

    private static string? OfStrategy(StrategySpec strategy) => strategy switch
    {
        StrategySpec.Recreate => null,
        StrategySpec.Canary =>
            "the canary's steps: this form replaces one version by the next, splits no traffic between two, and waits for nobody",
        StrategySpec.BlueGreen =>
            "blue and green: this form replaces one server after the other, and waits for nobody",
        StrategySpec.Shadow =>
            "the shadow: no request is copied to a new version before it answers, and nobody is waited for",
        _ => throw new UnreachableException(),
    };
}

/// <summary>What an image of ours is like to whoever runs it.</summary>
internal static class ServerContract
{
    public const int Port = 8080;
    public const int User = 10001;
    public const string Live = "/v2/health/live";
    public const string Ready = "/v2/health/ready";
    public const string LogFolder = "/predictions";
    public const string TemporaryFolder = "/tmp";

    /// <summary>Of the temporary folder.</summary>
    public const int TemporaryMebibytes = 256;
}
