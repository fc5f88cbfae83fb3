using System.Globalization;
using Pipeline.Core.Checks;

namespace Pipeline.Models.Documents;

/// <summary>
/// How good models of a run's trainer and options are, each on train rows that it has not seen: an estimate of what such training
/// comes to, and not of the very model that was kept, which learned from them all.
/// </summary>
public sealed record CrossValidationScores
{
    /// <summary>In the order of the folds.</summary>
    public required IReadOnlyList<FoldScores> Folds { get; init; }

    /// <summary>How rows were divided: "by class", "by what belongs together", "by hash" or "in time".</summary>
    public required string Division { get; init; }

    /// <summary>
    /// Of each metric of the task, the mean over folds with an interval, by the corrected resampled t of Nadeau and Bengio,
    /// "Inference for the Generalization Error" (2003): folds share rows to learn from, and their values differ less than those
    /// of independent data would. Samples are the rows that were held.
    /// </summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>The means with their intervals, and the folds that differ most, for people.</summary>
    public AnswerTable ToTable() => new(
        string.Create(CultureInfo.InvariantCulture, $"Cross-validation, {Folds.Count} folds {Division}"),
        ["metric", "mean", "low", "high", "least fold", "greatest fold"],
        [
            .. Measurements.Where(measured => measured is { Value: MeasuredValue.Number, Interval: not null })
                .Select(measured => new AnswerTableRow(
                    measured.Name,
                    [
                        ((MeasuredValue.Number)measured.Value).Value, measured.Interval!.Low, measured.Interval.High,
                        Folds.Min(fold => fold.Values[measured.Name]), Folds.Max(fold => fold.Values[measured.Name]),
                    ])),
        ]);
}

/// <summary>One fold.</summary>
/// <param name="Learned">How many rows its model learned from.</param>
/// <param name="Held">How many it was measured on.</param>
/// <param name="Values">By metric; what these rows have no value of is not there.</param>
public sealed record FoldScores(int Learned, int Held, IReadOnlyDictionary<string, double> Values);
