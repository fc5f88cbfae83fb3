using Pipeline.Core.Checks;

namespace Pipeline.Models.Documents;

/// <summary>
/// What the answers to all test rows look like, for figures: curves, tables and samples of bounded size, whatever the number of
/// rows. The same rows make the same curves in any order.
/// </summary>
public sealed record EvaluationCurves
{
    /// <summary>
    /// Of the positive class of two, or of each of several classes against the rest: of at most ten, the most frequent ones.
    /// Empty for a regression.
    /// </summary>
    public IReadOnlyList<ScoreCurves> Scores { get; init; } = [];

    /// <summary>Null for a regression, and of more than 20 classes.</summary>
    public ConfusionCounts? Confusion { get; init; }

    /// <summary>Null unless a number is predicted.</summary>
    public ResidualCurves? Residuals { get; init; }
}

/// <summary>What the probabilities of one class are like, held against whether rows are of it.</summary>
public sealed record ScoreCurves
{
    /// <summary>The class whose probability is looked at.</summary>
    public required string Class { get; init; }

    /// <summary>How many rows are looked at.</summary>
    public required int Rows { get; init; }

    /// <summary>How many of them are of the class.</summary>
    public required int Positives { get; init; }

    /// <summary>
    /// The receiver operating characteristic: the false positive rate, and the true positive rate, from (0, 0) to (1, 1), at most
    /// 200 points. Null where all rows are of the class, or none is.
    /// </summary>
    public CurveLine? Roc { get; init; }

    /// <summary>
    /// Recall, and the precision there, from the greatest probability on, at most 200 points. Null where <see cref="Roc"/> is.
    /// </summary>
    public CurveLine? PrecisionRecall { get; init; }

    /// <summary>
    /// The share of rows that are taken from the greatest probability on, and the share of the class that is among them, from
    /// (0, 0) to (1, 1), at most 101 points: the cumulative gain, whose quotient is the lift. Null where <see cref="Roc"/> is.
    /// </summary>
    public CurveLine? Gain { get; init; }

    /// <summary>Ten bins of equal width; those without rows are left out.</summary>
    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    /// <summary>How probabilities are distributed among rows of the class and among the others.</summary>
    public required ScoreHistogram Histogram { get; init; }

    /// <summary>What other thresholds would mean; null where the decision rule has none.</summary>
    public ThresholdTradeOff? Thresholds { get; init; }

    /// <summary>
    /// The champion's <see cref="Roc"/> on the rows that it was compared on; null where it was not compared.
    /// </summary>
    public CurveLine? ChampionRoc { get; init; }

    /// <summary>The champion's <see cref="PrecisionRecall"/> on the same rows.</summary>
    public CurveLine? ChampionPrecisionRecall { get; init; }
}

/// <summary>Points of a line, of which both lists have the same number.</summary>
/// <param name="X">Never falls.</param>
/// <param name="Y">By point.</param>
public sealed record CurveLine(IReadOnlyList<double> X, IReadOnlyList<double> Y);

/// <summary>Rows whose probability is in one bin, as scikit-learn's <c>calibration_curve</c> has them.</summary>
/// <param name="Low">Where the bin begins, excluded unless it is 0.</param>
/// <param name="High">Where it ends, included.</param>
/// <param name="Rows">How many there are, at least 1.</param>
/// <param name="Predicted">The mean of their probabilities.</param>
/// <param name="Observed">The share that is of the class.</param>
/// <param name="Interval">Of that share: Wilson's score interval at 95 %.</param>
public sealed record CalibrationBin(
    double Low, double High, int Rows, double Predicted, double Observed, ConfidenceInterval Interval);

/// <summary>Counts of bins of equal width from 0 to 1; an edge belongs to the bin above it, 1 to the last.</summary>
/// <param name="Positives">By bin, rows of the class.</param>
/// <param name="Negatives">By bin, the others.</param>
public sealed record ScoreHistogram(IReadOnlyList<int> Positives, IReadOnlyList<int> Negatives);

/// <summary>
/// What the class would be by other thresholds: every fiftieth from 0 to 1 and up to 50 quantiles of the probabilities.
/// </summary>
/// <param name="Thresholds">Ascending.</param>
/// <param name="Precision">0 where no row is selected.</param>
/// <param name="Recall">0 where no row is of the class.</param>
/// <param name="F1">0 where neither has a meaning.</param>
/// <param name="SelectionRate">The share of rows that would be answered with the class.</param>
public sealed record ThresholdTradeOff(
    IReadOnlyList<double> Thresholds,
    IReadOnlyList<double> Precision,
    IReadOnlyList<double> Recall,
    IReadOnlyList<double> F1,
    IReadOnlyList<double> SelectionRate);

/// <summary>How often each class was answered with each.</summary>
/// <param name="Classes">In the label's order; of two classes, the negative one first.</param>
/// <param name="Counts">By true class, then by answered class.</param>
public sealed record ConfusionCounts(IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<int>> Counts);

/// <summary>What predicted numbers are like, held against the true ones. A residual is "predicted minus true".</summary>
public sealed record ResidualCurves
{
    /// <summary>The true numbers of rows that were drawn by chance, at most 500.</summary>
    public required IReadOnlyList<double> Truth { get; init; }

    /// <summary>What was predicted for the same rows.</summary>
    public required IReadOnlyList<double> Predicted { get; init; }

    /// <summary>
    /// Where bins of equal width begin and end, one more than there are bins. They reach from the 0.5th to the 99.5th percentile
    /// of the residuals.
    /// </summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>By bin, how many rows.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>How many residuals are below the bins.</summary>
    public required int Below { get; init; }

    /// <summary>How many residuals are above the bins.</summary>
    public required int Above { get; init; }

    /// <summary>Rows of similar predictions, at most ten bins of about the same number of rows, ascending.</summary>
    public required IReadOnlyList<ResidualBin> Bins { get; init; }
}

/// <summary>Rows of similar predictions.</summary>
/// <param name="Rows">How many there are, at least 1.</param>
/// <param name="Predicted">The mean of their predictions.</param>
/// <param name="Residual">The mean of their residuals.</param>
/// <param name="Interval">
/// Of that mean, 1.96 of its standard errors to both sides; null of a single row.
/// </param>
public sealed record ResidualBin(int Rows, double Predicted, double Residual, ConfidenceInterval? Interval = null);
