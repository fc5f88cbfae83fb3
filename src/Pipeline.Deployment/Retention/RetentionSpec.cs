using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Retention;
using Pipeline.Manifest;

namespace Pipeline.Deployment.Retention;

/// <summary>How long, and how much, of what nothing points to any more stays, in environments and in clones.</summary>
[Description("How long, and how much, of what nothing points to any more stays; Prune removes the rest.")]
public sealed record RetentionSpec
{
    private const long Giga = 1_000_000_000;

    [Description("How many of the revisions that answered before stay ready for a rollback, whatever their age and size.")]
    [Range(1, 1000)]
    public int WaysBack { get; init; } = 10;

    [Description("Unpacked images, in each environment of each model.")]
    public RetentionLimits Images { get; init; } = Limits(90, 20 * Giga);

    [Description("Files of the prediction log, in each environment of each model; servers keep to it too.")]
    public RetentionLimits Predictions { get; init; } = Limits(90, 5 * Giga);

    [Description("What servers that ended wrote, in each environment of each model.")]
    public RetentionLimits Logs { get; init; } = Limits(90, Giga);

    [Description("Compiled servers and extensions of a clone, and gateways of environments.")]
    public RetentionLimits Builds { get; init; } = Limits(30, 5 * Giga);

    [Description("Compressed layers of images, in each clone.")]
    public RetentionLimits Layers { get; init; } = Limits(30, 5 * Giga);

    /// <summary>The section of environments.yml that says it for a repository.</summary>
    public static ManifestSection Section { get; } = ManifestSection.Optional<RetentionSpec>("retention");

    /// <summary>Drafts have none of their own: nobody needs them once they are older than any work takes.</summary>
    public RetentionLimits Of(KeptKind kind) => kind switch
    {
        KeptKind.Images => Images,
        KeptKind.Predictions => Predictions,
        KeptKind.Logs => Logs,
        KeptKind.Builds => Builds,
        KeptKind.Layers => Layers,
        _ => new RetentionLimits { OlderThan = RetentionPolicy.SafeAge },
    };

    private static RetentionLimits Limits(int days, long bytes) =>
        new() { OlderThan = TimeSpan.FromDays(days), AtMost = new ByteSize(bytes) };
}
