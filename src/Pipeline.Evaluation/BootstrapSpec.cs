using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Pipeline.Evaluation;

/// <summary>The manifest's <c>evaluation.bootstrap</c>.</summary>
public sealed record BootstrapSpec
{
    [Description("How many resamples are drawn; 1000 by default.")]
    [Range(100, 100_000)]
    public int Resamples { get; init; } = 1000;

    [Description("How sure an interval is; 0.95 by default.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Confidence { get; init; } = 0.95;

    [Description("What chance begins with; 1 by default.")]
    public int Seed { get; init; } = 1;
}
