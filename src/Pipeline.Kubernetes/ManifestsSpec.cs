using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Deployment.Environments;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Kubernetes;

/// <summary>What the manifests of one environment need to know beyond what environments.yml says of it.</summary>
[Description("How the manifests of an environment are written for clusters and for Compose.")]
public sealed record ManifestsSpec : IValidatedRecord
{
    [Description("Where the image is pulled from, without the model's name: registry.example.com/team, for instance.")]
    [RegularExpression(@"[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]{1,5})?(/[a-z0-9]+([._-][a-z0-9]+)*)*")]
    [Length(1, 150)]
    public required string Repository { get; init; }

    [Description("A namespace that is there; without it one is made for the environment alone.")]
    [RegularExpression("[a-z0-9](-*[a-z0-9])*")]
    [Length(1, 63)]
    public string? Namespace { get; init; }

    [Description("How many servers there are; more than at-least as far as their processors are busy.")]
    public ReplicasSpec Replicas { get; init; } = new(2, 6);

    [Description("Of how much of its processors a server makes use before there is another one, in percent.")]
    [Range(1, 100)]
    public int CpuTarget { get; init; } = 70;

    [Description("What one server may use here; what the environment says where this does not.")]
    public ResourceLimits? Limits { get; init; }

    [Description("Namespaces beside its own from which predictions may be asked for.")]
    [Length(0, 50)]
    public IReadOnlyList<string> Callers { get; init; } = [];

    /// <summary>The section of environments.yml that has them by the names of environments.</summary>
    public static ManifestSection Section { get; } =
        ManifestSection.Optional<IReadOnlyDictionary<string, ManifestsSpec>>("manifests");

    public IEnumerable<Finding> Validate()
    {
        foreach (var (index, caller) in Callers.Index().Where(x => !KubernetesName.IsLabel(x.Item)))
            yield return new Finding(nameof(Callers), $"'{caller}' is not the name of a namespace.") { Item = index };
    }
}

/// <param name="AtLeast">There are always so many.</param>
/// <param name="AtMost">There are never more.</param>
public sealed record ReplicasSpec(
    [property: Range(1, 1000)] int AtLeast, [property: Range(1, 1000)] int AtMost) : IValidatedRecord
{
    public IEnumerable<Finding> Validate()
    {
        if (AtMost < AtLeast)
            yield return new Finding(nameof(AtMost), $"{AtMost} servers at most are fewer than the {AtLeast} at least.");
    }
}
