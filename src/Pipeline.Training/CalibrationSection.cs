using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Training;

/// <summary>The manifest's <c>training.calibration</c>, in the words of scikit-learn's CalibratedClassifierCV.</summary>
[Shorthand(nameof(Method))]
public sealed record CalibrationSection
{
    [Description("sigmoid: Platt's, for few rows; isotonic: any rising function, for a thousand rows or more.")]
    public required CalibrationMethod Method { get; init; }

    [Description("The share of the train rows that it is fitted on, and that the model does not learn from.")]
    [Range(0.05, 0.5)]
    public double Validation { get; init; } = 0.2;
}

/// <summary>By what a model's probabilities are made better ones.</summary>
public enum CalibrationMethod
{
    Sigmoid,
    Isotonic,
}

/// <summary>Fits a calibration on rows that the model has not learned from.</summary>
internal static class CalibrationFit
{
    private const int MostSteps = 100;
    private const double SmallestStep = 1e-10;
    private const double Enough = 1e-9;
    private const double Ridge = 1e-12;

    /// <param name="method">By what.</param>
    /// <param name="probabilities">Of the positive class, for each row, as the model answers.</param>
    /// <param name="isPositive">What the rows are in truth.</param>
    public static Validated<(Calibration Calibration, CalibrationReport Report)> Fit(
        CalibrationMethod method, IReadOnlyList<double> probabilities, IReadOnlyList<bool> isPositive)
    {
        var positives = isPositive.Count(x => x);
        if (positives == 0 || positives == isPositive.Count)
        {
            return Validated.Invalid<(Calibration, CalibrationReport)>(new Problem(
                $"All {isPositive.Count} rows that the probabilities are calibrated on are of one class.",
                "Raise training.calibration.validation, or leave calibration out."));
        }

        var calibration = method == CalibrationMethod.Sigmoid
            ? (Calibration)Sigmoid([.. probabilities.Select(Calibration.LogOdds)], isPositive)
            : Isotonic(probabilities, isPositive);
        return Validated.Valid((calibration, new CalibrationReport
        {
            Method = method == CalibrationMethod.Sigmoid ? "sigmoid" : "isotonic",
            Rows = isPositive.Count,
            Positives = positives,
            BrierScoreBefore = Brier(probabilities, isPositive),
            BrierScore = Brier([.. probabilities.Select(calibration.Of)], isPositive),
        }));
    }

    /// <summary>
    /// Newton's method with backtracking on the likelihood with Platt's smoothed targets (Lin, Lin and Weng 2007, "A note on
    /// Platt's probabilistic outputs for support vector machines").
    /// </summary>
    internal static Calibration.Sigmoid Sigmoid(IReadOnlyList<double> logOdds, IReadOnlyList<bool> isPositive)
    {
        double positives = isPositive.Count(x => x);
        var negatives = isPositive.Count - positives;
        var (high, low) = ((positives + 1) / (positives + 2), 1 / (negatives + 2));
        var (slope, offset) = (0.0, Math.Log((negatives + 1) / (positives + 1)));
        var loss = Loss(slope, offset);
        for (var step = 0; step < MostSteps; step++)
        {
            var (h11, h22, h21, g1, g2) = (Ridge, Ridge, 0.0, 0.0, 0.0);
            for (var row = 0; row < logOdds.Count; row++)
            {
                var x = logOdds[row];
                var p = 1 / (1 + Math.Exp((slope * x) + offset));
                var (curvature, gap) = (p * (1 - p), (isPositive[row] ? high : low) - p);
                h11 += x * x * curvature;
                h22 += curvature;
                h21 += x * curvature;
                g1 += x * gap;
                g2 += gap;
            }

            if (Math.Abs(g1) < Enough * logOdds.Count && Math.Abs(g2) < Enough * logOdds.Count)
                break;
            var determinant = (h11 * h22) - (h21 * h21);
            var (da, db) = (-((h22 * g1) - (h21 * g2)) / determinant, -((h11 * g2) - (h21 * g1)) / determinant);
            var along = (g1 * da) + (g2 * db);
            var size = 1.0;
            while (size >= SmallestStep)
            {
                var tried = Loss(slope + (size * da), offset + (size * db));
                if (tried < loss + (0.0001 * size * along))
                {
                    (slope, offset, loss) = (slope + (size * da), offset + (size * db), tried);
                    break;
                }

                size /= 2;
            }

            if (size < SmallestStep)
                break;
        }

        return new Calibration.Sigmoid(slope, offset);

        double Loss(double a, double b)
        {
            var sum = 0.0;
            for (var row = 0; row < logOdds.Count; row++)
            {
                var (target, f) = (isPositive[row] ? high : low, (a * logOdds[row]) + b);
                sum += f >= 0
                    ? (target * f) + Math.Log(1 + Math.Exp(-f))
                    : ((target - 1) * f) + Math.Log(1 + Math.Exp(f));
            }

            return sum;
        }
    }

    /// <summary>Pool adjacent violators; rows of one probability are one point first, as in scikit-learn.</summary>
    internal static Calibration.Isotonic Isotonic(IReadOnlyList<double> probabilities, IReadOnlyList<bool> isPositive)
    {
        var fitted = IsotonicRegression.Of(probabilities, [.. isPositive.Select(positive => positive ? 1.0 : 0)]);
        return new Calibration.Isotonic(fitted.From, fitted.To);
    }

    private static double Brier(IReadOnlyList<double> probabilities, IReadOnlyList<bool> isPositive) =>
        probabilities.Zip(isPositive, (p, positive) => Math.Pow(p - (positive ? 1 : 0), 2)).Sum() / probabilities.Count;
}
