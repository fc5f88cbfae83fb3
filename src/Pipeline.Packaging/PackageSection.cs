using System.ComponentModel;
using Pipeline.Manifest;
using Pipeline.Packaging.Bases;

namespace Pipeline.Packaging;

/// <summary>What a manifest says about the image.</summary>
[Description("How the image of the model is made.")]
public sealed record PackageSection
{
    /// <summary>Registers <c>package:</c>; a model without it is packaged on <c>base: host</c>.</summary>
    public static ManifestSection Section { get; } = ManifestSection.Optional<PackageSection>("package");

    [Description("What lies below the runtime; host: the C libraries of the build machine.")]
    public BaseChoice Base { get; init; } = BaseChoice.Host;
}
