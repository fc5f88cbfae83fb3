using Pipeline.Core.Checks;

namespace Pipeline.Models.Documents;

/// <summary>What a model's answers are made of: which inputs it leans on, and how it follows each.</summary>
public sealed record ExplanationReport
{
    /// <summary>What chance began with.</summary>
    public required int Seed { get; init; }

    /// <summary>How much worse the model gets without each input; the most important first.</summary>
    public required ImportanceReport Importance { get; init; }

    /// <summary>What each input adds to single answers; null where the model could not be asked.</summary>
    public AttributionReport? Attributions { get; init; }

    /// <summary>How the answer follows the most important inputs, in their order.</summary>
    public IReadOnlyList<PartialDependence> PartialDependences { get; init; } = [];
}

/// <summary>
/// Permutation importance (Breiman 2001; scikit-learn's <c>permutation_importance</c>): how much a metric falls where the values
/// of one input are dealt out among the rows anew.
/// </summary>
/// <param name="Metric">The first of the model's task: "roc_auc".</param>
/// <param name="HigherIsBetter">A drop of such a metric is its fall, of another its rise: above 0 is worse either way.</param>
/// <param name="Score">The metric on the rows as they are.</param>
/// <param name="Rows">How many test rows it was measured on.</param>
/// <param name="Repeats">How often each input was permuted.</param>
/// <param name="Inputs">Every input of the model, by falling drop.</param>
public sealed record ImportanceReport(
    string Metric, bool HigherIsBetter, double Score, int Rows, int Repeats, IReadOnlyList<InputImportance> Inputs);

/// <param name="Input">A column that the model reads.</param>
/// <param name="Drop">Mean over the repeats, in the metric's unit; about 0, or below, for an input that does not help.</param>
/// <param name="Interval">Over repeats and rows.</param>
/// <param name="Share">The drop's part in the sum of all drops above 0, between 0 and 1; 0 where it is not above 0.</param>
public sealed record InputImportance(string Input, double Drop, ConfidenceInterval Interval, double Share)
{
    /// <summary>Of the share, over the same draws.</summary>
    public ConfidenceInterval? ShareInterval { get; init; }
}

/// <summary>
/// Shapley values of some test rows (Lundberg and Lee 2017): base value and contributions add up to each answer.
/// </summary>
public sealed record AttributionReport
{
    /// <summary>"tree_shap_path_dependent", "tree_shap_interventional", "sampled_shapley" or "exact_shapley".</summary>
    public required string Method { get; init; }

    /// <summary>In words what is explained: "score before calibration, in log-odds", "probability", "value".</summary>
    public required string Output { get; init; }

    /// <summary>The answer where no input is known; the mean over the rows where each row has its own.</summary>
    public required double BaseValue { get; init; }

    /// <summary>How many test rows were explained.</summary>
    public required int Rows { get; init; }

    /// <summary>How many rows stand for inputs that are not known; null where the trees' own counts do.</summary>
    public int? Background { get; init; }

    /// <summary>Every input of the model, by falling mean of magnitudes.</summary>
    public required IReadOnlyList<InputAttribution> Inputs { get; init; }
}

/// <summary>What one input adds to answers.</summary>
public sealed record InputAttribution
{
    public required string Input { get; init; }

    /// <summary>The mean over rows of the contribution's magnitude, in the unit of the output.</summary>
    public required double MeanMagnitude { get; init; }

    /// <summary>The mean over rows of a contribution's standard error, of the sampling alone; null where none is.</summary>
    public double? StandardError { get; init; }

    /// <summary>Rows to draw as a beeswarm, in the same order for every input; at most 500.</summary>
    public IReadOnlyList<AttributionPoint> Points { get; init; } = [];

    /// <summary>Values and contributions of the same rows; null for inputs of less weight, and of personal columns.</summary>
    public IReadOnlyList<DependencePoint>? Dependence { get; init; }
}

/// <param name="Contribution">What the input adds to the answer.</param>
/// <param name="Position">
/// The rank of the input's value among the rows', between 0 and 1, of a category that of its mean contribution; null where the
/// value is missing, and where values are personal.
/// </param>
public sealed record AttributionPoint(double Contribution, double? Position = null);

/// <param name="Contribution">What the input adds to the answer.</param>
/// <param name="Number">The value of a number; null where it is missing.</param>
/// <param name="Category">The value of anything else; null where it is missing.</param>
public sealed record DependencePoint(double Contribution, double? Number = null, string? Category = null);

/// <summary>
/// The mean answer where an input is set to one value in every row (Friedman 2001), and single rows' answers beside it (ICE,
/// Goldstein et al. 2015).
/// </summary>
public sealed record PartialDependence
{
    public required string Input { get; init; }

    /// <summary>The answer that is shown: "probability", "value", "probabilities.Adelie".</summary>
    public required string Output { get; init; }

    /// <summary>How many rows the means are of.</summary>
    public required int Rows { get; init; }

    /// <summary>Numbers rising by quantiles, categories by falling frequency; at most 30.</summary>
    public required IReadOnlyList<PartialDependencePoint> Points { get; init; }

    /// <summary>For some of the rows, the answers by point; at most 50.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Individuals { get; init; }
}

/// <param name="Mean">Of the answers where every row has this value.</param>
/// <param name="Number">The value of a number; null for others.</param>
/// <param name="Category">The value of anything else; null for a number.</param>
public sealed record PartialDependencePoint(double Mean, double? Number = null, string? Category = null);
