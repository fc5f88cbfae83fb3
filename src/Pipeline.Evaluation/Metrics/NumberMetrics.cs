using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>Metrics of predicted numbers.</summary>
internal static class NumberMetrics
{
    /// <summary>Below it, scikit-learn takes a true value for this one where it divides by it.</summary>
    private const double Epsilon = 2.220446049250313e-16;

    public static RowStatistic MeanAbsoluteError(NumberRows rows) => Mean(rows, (truth, answer) => Math.Abs(answer - truth));

    public static RowStatistic MeanAbsolutePercentageError(NumberRows rows) =>
        Mean(rows, (truth, answer) => Math.Abs(answer - truth) / Math.Max(Math.Abs(truth), Epsilon));

    public static RowStatistic RootMeanSquaredError(NumberRows rows)
    {
        var mean = Mean(rows, (truth, answer) => (answer - truth) * (answer - truth));
        return weights => Math.Sqrt(mean(weights));
    }

    /// <summary>Of an even number of rows, the mean of the two in the middle.</summary>
    public static RowStatistic MedianAbsoluteError(NumberRows rows)
    {
        double[] errors = [.. rows.Truth.Zip(rows.Predictions, (truth, answer) => Math.Abs(answer - truth))];
        int[] order = [.. Enumerable.Range(0, errors.Length)];
        Array.Sort(errors, order);
        return weights =>
        {
            long count = 0;
            foreach (var weight in weights)
                count += weight;
            return (At(weights, (count - 1) / 2) + At(weights, count / 2)) / 2;
        };

        double At(ReadOnlySpan<int> weights, long place)
        {
            var position = 0;
            for (long passed = weights[order[0]]; passed <= place; passed += weights[order[position]])
                position++;
            return errors[position];
        }
    }

    /// <summary>One minus the share of the squares of the truth around its mean that predictions leave over.</summary>
    public static RowStatistic R2(NumberRows rows)
    {
        var squares = Mean(rows, (truth, answer) => (answer - truth) * (answer - truth));
        var variance = Variance(rows.Truth);
        return weights => Explained(squares(weights), variance(weights));
    }

    /// <summary>Like R2, but a constant error costs nothing.</summary>
    public static RowStatistic ExplainedVariance(NumberRows rows)
    {
        var left = Variance([.. rows.Truth.Zip(rows.Predictions, (truth, answer) => truth - answer)]);
        var variance = Variance(rows.Truth);
        return weights => Explained(left(weights), variance(weights));
    }

    /// <summary>
    /// Where the truth is the same in all rows, as it may be in a resample, 1 for predictions that leave nothing over and else 0:
    /// scikit-learn's <c>force_finite</c>.
    /// </summary>
    private static double Explained(double left, double variance) => variance > 0 ? 1 - (left / variance) : left > 0 ? 0 : 1;

    private static RowStatistic Mean(NumberRows rows, Func<double, double, double> loss)
    {
        double[] losses = [.. rows.Truth.Zip(rows.Predictions, loss)];
        return weights => Mean(losses, weights);
    }

    /// <summary>In two passes: the difference of two large sums of squares would have no digits left.</summary>
    private static RowStatistic Variance(double[] values) => weights =>
    {
        var mean = Mean(values, weights);
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < values.Length; i++)
        {
            sum += weights[i] * (values[i] - mean) * (values[i] - mean);
            count += weights[i];
        }

        return sum / count;
    };

    private static double Mean(double[] values, ReadOnlySpan<int> weights)
    {
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < values.Length; i++)
        {
            sum += weights[i] * values[i];
            count += weights[i];
        }

        return sum / count;
    }
}

/// <summary>True and predicted numbers of some rows.</summary>
internal sealed class NumberRows : ITaskRows<NumberRows>
{
    private NumberRows(MetricRows rows) => (Truth, Predictions) = ([.. rows.Truth], [.. rows.Answers[0]]);

    public static ModelTask Task => ModelTask.Regression;

    public static NumberRows Of(MetricRows rows) => new(rows);

    /// <summary>By row.</summary>
    public double[] Truth { get; }

    /// <summary>By row.</summary>
    public double[] Predictions { get; }

    /// <summary>The same number in all rows: then there is nothing that a prediction could explain.</summary>
    public bool IsConstant => Truth.AsSpan().IndexOfAnyExcept(Truth[0]) < 0;
}
