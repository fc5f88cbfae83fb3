using System.ComponentModel;
using Pipeline.Evaluation.Gates;
using Pipeline.Manifest;

namespace Pipeline.Evaluation;

/// <summary>The manifest's <c>evaluation:</c>.</summary>
[Description("How the model is judged before it is registered.")]
public sealed record EvaluationSection
{
    /// <summary>To register with a manifest's schema.</summary>
    public static ManifestSection Registration { get; } = ManifestSection.Required<EvaluationSection>("evaluation");

    [Description("What the model must hold to; the build fails when one fails.")]
    public IReadOnlyList<GateSpec> Gates { get; init; } = [];

    [Description("Columns whose groups are measured apart, besides those that gates name.")]
    public IReadOnlyList<string> Slices { get; init; } = [];

    [Description("How the intervals of metrics are made.")]
    public BootstrapSpec Bootstrap { get; init; } = new();
}
