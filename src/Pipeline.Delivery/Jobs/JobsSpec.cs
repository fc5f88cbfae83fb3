using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Jobs;
using Pipeline.Manifest;

namespace Pipeline.Delivery.Jobs;

/// <summary>The section <c>jobs</c> of environments.yml.</summary>
[Description("Where trainings, trials of searches and profiles run, and what each of them may use.")]
public sealed record JobsSpec
{
    /// <summary>To register with the schema of environments.yml.</summary>
    public static ManifestSection Section { get; } = ManifestSection.Optional<JobsSpec>("jobs");

    [Description("local: in the build itself; swarm: on the Swarm of the Docker engine. --on says otherwise for one build.")]
    public string Engine { get; init; } = JobEngineCatalog.Local;

    [Description("How many trials of a search may run at once; its concurrency may be less.")]
    [Range(1, 64)]
    public int AtOnce { get; init; } = 4;

    [Description("How often a job is begun at most, where it is killed or its machine is gone.")]
    [Range(1, 5)]
    public int Attempts { get; init; } = 3;

    [Description("What one job may use; a machine must have as much left for it.")]
    public ResourceLimits Limits { get; init; } = new();
}
