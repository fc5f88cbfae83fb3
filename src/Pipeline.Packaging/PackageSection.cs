using System.ComponentModel;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Packaging.Bases;

namespace Pipeline.Packaging;

/// <summary>What a manifest says about the image.</summary>
[Description("How the image of the model is made.")]
public sealed record PackageSection : IValidatedRecord
{
    /// <summary>Registers <c>package:</c>; a model without it is packaged on <c>base: host</c>.</summary>
    public static ManifestSection Section { get; } = ManifestSection.Optional<PackageSection>("package");

    [Description("What lies below the runtime: host, a reference with a digest, or a path.")]
    public BaseSpec Base { get; init; } = new BaseSpec.Host();

    public IEnumerable<Finding> Validate()
    {
        if (Base is not BaseSpec.Host)
            yield return new Finding(nameof(Base), $"A base that is {Base.Kind} comes later; 'host' is accepted today.");
    }
}
