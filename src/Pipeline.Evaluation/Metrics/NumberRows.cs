using System.Runtime.Intrinsics;
using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>True and predicted numbers of some rows, in the order of how far they are apart.</summary>
internal sealed class NumberRows : ITaskRows<NumberRows>
{
    /// <summary>Below it, scikit-learn takes a true value for this one where it divides by it.</summary>
    private const double Epsilon = 2.220446049250313e-16;

    private NumberRows(MetricRows rows)
    {
        var (truth, answers, count) = (rows.Truth, rows.Answers[0], rows.Count);
        (Rows, Distances) = (new int[count], new double[count]);
        var (ofTruth, ofErrors) = (0.0, 0.0);
        for (var row = 0; row < count; row++)
        {
            Rows[row] = row;
            Distances[row] = Math.Abs(answers[row] - truth[row]);
            ofTruth += truth[row];
            ofErrors += answers[row] - truth[row];
        }

        Array.Sort(Distances, Rows);
        var (meanTruth, meanError) = (ofTruth / count, ofErrors / count);
        (Errors, Truths, Shifted, Shares) = (new double[count], new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var (value, error) = (truth[Rows[i]], answers[Rows[i]] - truth[Rows[i]]);
            Errors[i] = error;
            Truths[i] = value - meanTruth;
            Shifted[i] = error - meanError;
            Shares[i] = Distances[i] / Math.Max(Math.Abs(value), Epsilon);
        }

        IsConstant = count == 0 || truth.AsSpan().IndexOfAnyExcept(truth[0]) < 0;
    }

    public static ModelTask Task => ModelTask.Regression;

    public static NumberRows Of(MetricRows rows) => new(rows);

    public static LaneKernel KernelOf(NumberRows rows, int[]? places, int[] extras) =>
        new NumberKernel(rows, ITaskRows.Placed(rows.Rows, places));

    /// <summary>The row at each position; positions ascend with the distance.</summary>
    public int[] Rows { get; }

    /// <summary>By position, how far the prediction is from the truth.</summary>
    public double[] Distances { get; }

    /// <summary>By position, predicted minus true.</summary>
    public double[] Errors { get; }

    /// <summary>
    /// By position, the true number around the mean of all: a variance is then a difference of small sums, which keep their
    /// digits.
    /// </summary>
    public double[] Truths { get; }

    /// <summary>By position, the error around the mean of all.</summary>
    public double[] Shifted { get; }

    /// <summary>By position, the distance as a share of the true number.</summary>
    public double[] Shares { get; }

    /// <summary>The same number in all rows: then there is nothing that a prediction could explain.</summary>
    public bool IsConstant { get; }
}

/// <summary>One pass over rows for all metrics of numbers, and half of one for the median.</summary>
/// <param name="rows">What is summed.</param>
/// <param name="places">By position, the place of its row among the weights.</param>
internal sealed class NumberKernel(NumberRows rows, int[] places) : LaneKernel
{
    public const int Rows = 0;
    public const int Above = 1;
    public const int Below = 2;
    public const int Squares = 3;
    public const int Shares = 4;
    public const int Truths = 5;
    public const int TruthSquares = 6;
    public const int Errors = 7;
    public const int ErrorSquares = 8;
    public const int LowMiddle = 9;
    public const int HighMiddle = 10;
    public const int Last = 11;

    public override int Count => 12;

    public override void Sum<TWeights>(TWeights weights, Span<double> sums)
    {
        Vector512<double> all = default, above = default, below = default, squares = default, shares = default;
        Vector512<double> truths = default, truthSquares = default, errors = default, errorSquares = default, last = default;
        for (var i = 0; i < places.Length; i++)
        {
            var (weight, error, truth, shifted) = (weights.At(places[i]), rows.Errors[i], rows.Truths[i], rows.Shifted[i]);
            all += weight;
            above += weight * Math.Max(error, 0);
            below += weight * Math.Max(-error, 0);
            squares += weight * (error * error);
            shares += weight * rows.Shares[i];
            truths += weight * truth;
            truthSquares += weight * (truth * truth);
            errors += weight * shifted;
            errorSquares += weight * (shifted * shifted);
            last = Vector512.ConditionalSelect(
                Vector512.GreaterThan(weight, Vector512<double>.Zero), Vector512.Create((double)i), last);
        }

        Lane(sums, Rows) = all;
        Lane(sums, Above) = above;
        Lane(sums, Below) = below;
        Lane(sums, Squares) = squares;
        Lane(sums, Shares) = shares;
        Lane(sums, Truths) = truths;
        Lane(sums, TruthSquares) = truthSquares;
        Lane(sums, Errors) = errors;
        Lane(sums, ErrorSquares) = errorSquares;
        Lane(sums, Last) = last;
        Middle(weights, all, sums);
    }

    /// <summary>
    /// The positions of the two rows in the middle: as many as there are rows up to which less than half weighs, or at most half.
    /// </summary>
    private void Middle<TWeights>(TWeights weights, Vector512<double> all, Span<double> sums)
        where TWeights : ILaneWeights, allows ref struct
    {
        var (one, half) = (Vector512<double>.One, all * 0.5);
        Vector512<double> passed = default, lowMiddle = default, highMiddle = default;
        for (var i = 0; i < places.Length; i++)
        {
            passed += weights.At(places[i]);
            lowMiddle += Vector512.ConditionalSelect(Vector512.LessThan(passed, half), one, default);
            var isBefore = Vector512.LessThanOrEqual(passed, half);
            if (isBefore == default)
                break;
            highMiddle += Vector512.ConditionalSelect(isBefore, one, default);
        }

        Lane(sums, LowMiddle) = lowMiddle;
        Lane(sums, HighMiddle) = highMiddle;
    }
}
