using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Training;

/// <summary>
/// The manifest's <c>decision:</c>, for models of two classes: the probability from which on an answer means the positive class,
/// as a number, or chosen on rows of its own.
/// </summary>
[Description("Where the positive class begins, for a model of two classes; 0.5 where the section is left out.")]
public sealed record DecisionSection : IValidatedRecord
{
    /// <summary>To register with a manifest's schema.</summary>
    public static ManifestSection Registration { get; } = ManifestSection.Optional<DecisionSection>("decision");

    [Description("The smallest probability that means the positive class.")]
    [Range(0.0, 1.0)]
    public double? Threshold { get; init; }

    [Description("Chosen so that this metric is best: accuracy, balanced_accuracy, f1 or matthews_corrcoef.")]
    public string? Best { get; init; }

    [Description("Chosen so that mistakes cost least.")]
    public MistakeCosts? Costs { get; init; }

    [Description("The share of the train rows that it is chosen on; with best or costs.")]
    [Range(0.05, 0.5)]
    public double Validation { get; init; } = 0.2;

    /// <summary>It is not written as a number.</summary>
    internal bool IsChosen => Threshold is null;

    public IEnumerable<Finding> Validate()
    {
        var ways = new object?[] { Threshold, Best, Costs }.Count(way => way is not null);
        if (ways != 1)
        {
            yield return new Finding(
                "", $"A decision is made in one way, and this has {ways}.", "Write one of threshold, best and costs.");
        }

        if (Best is { } metric && !Confusion.Names.Contains(metric))
        {
            yield return new Finding(
                nameof(Best), $"No threshold is chosen by '{metric}'; {string.Join(", ", Confusion.Names)} are accepted.",
                NearestNames.Hint(metric, Confusion.Names));
        }
    }
}

/// <summary>What mistakes cost, in any unit: only their relation matters to the threshold.</summary>
public sealed record MistakeCosts
{
    [Description("Of taking the positive class for the negative one.")]
    [Range(0.0, 1e12)]
    public required double FalseNegative { get; init; }

    [Description("Of taking the negative class for the positive one.")]
    [Range(0.0, 1e12)]
    public required double FalsePositive { get; init; }
}

/// <summary>How many rows of each class were taken for which.</summary>
internal readonly record struct Confusion(int TruePositives, int FalsePositives, int TrueNegatives, int FalseNegatives)
{
    /// <summary>The metrics that a threshold may be chosen by, under scikit-learn's names. More is better.</summary>
    public static IReadOnlyList<string> Names { get; } = ["accuracy", "balanced_accuracy", "f1", "matthews_corrcoef"];

    private double Count => (double)TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>Of one of <see cref="Names"/>, as scikit-learn computes it; 0 where that divides by zero.</summary>
    public double Of(string metric) => metric switch
    {
        "accuracy" => Share((double)TruePositives + TrueNegatives, Count),
        "balanced_accuracy" =>
            (Share(TruePositives, TruePositives + FalseNegatives) + Share(TrueNegatives, TrueNegatives + FalsePositives)) / 2,
        "f1" => Share(2.0 * TruePositives, (2.0 * TruePositives) + FalsePositives + FalseNegatives),
        "matthews_corrcoef" => Share(
            ((double)TruePositives * TrueNegatives) - ((double)FalsePositives * FalseNegatives),
            Math.Sqrt(
                ((double)TruePositives + FalsePositives) * ((double)TruePositives + FalseNegatives)
                * ((double)TrueNegatives + FalsePositives) * ((double)TrueNegatives + FalseNegatives))),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, null),
    };

    /// <summary>What the mistakes cost, by row.</summary>
    public double Of(MistakeCosts costs) =>
        Share((FalseNegatives * costs.FalseNegative) + (FalsePositives * costs.FalsePositive), Count);

    private static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;
}
