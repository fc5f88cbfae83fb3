using MathNet.Numerics.Distributions;
using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>
/// How two models differ on the same rows. ROC-AUC has the test of DeLong, accuracy that of McNemar, any other metric the paired
/// bootstrap; so have both of them where rows are not drawn one by one.
/// </summary>
internal abstract record PairedTest
{
    /// <summary>The power that is told for, as studies usually have it.</summary>
    private const double Power = 0.8;

    private PairedTest()
    {
    }

    private protected abstract string Name { get; }

    private protected abstract double PValue { get; }

    /// <summary>The test that a metric has of its own; null where it is left to the bootstrap.</summary>
    public static PairedTest? Find(IMetric metric, Sample sample)
    {
        if (metric is not ILaneMetric || sample.Groups is not null || sample.Weights is not null)
            return null;
        return metric switch
        {
            { Name: "roc_auc", Task: ModelTask.BinaryClassification } => new OfAreas(DeLong.Of(
                [.. sample.First().Truth.Select(x => x > 0)], sample.First().Answers[0], sample.Second().Answers[0])),
            { Name: "accuracy" } => OfDiscordant.Of(Right(sample.First()), Right(sample.Second())),
            _ => null,
        };
    }

    /// <param name="metric">What is compared.</param>
    /// <param name="resampled">Of both models; null where there are no resamples.</param>
    public static PairedTest Of(IMetric metric, (double[] Ours, double[] Theirs)? resampled)
    {
        var range = metric.Highest - metric.Lowest;
        return new OfResamples(
            resampled is { } both ? [.. both.Ours.Zip(both.Theirs, (x, y) => Difference(metric, x, y))] : [], range);
    }

    /// <summary>The measurement with its comparison, and with how many rows would settle it.</summary>
    /// <param name="plain">With what both models come to.</param>
    /// <param name="criterion">How sure the difference must be.</param>
    /// <param name="rows">How many were compared.</param>
    public Measurement Tell(Measurement plain, Criterion.NoWorseThan criterion, int rows)
    {
        var interval = Interval(criterion.Confidence);
        var comparison = plain.Comparison! with { Difference = interval, Test = Name, PValue = PValue };
        var difference = comparison is { IsOfDistance: true, Value: MeasuredValue.Number reference }
            ? Math.Abs(NumberOf(plain)) - Math.Abs(reference.Value)
            : NumberOf(plain) - ((MeasuredValue.Number)comparison.Value).Value;
        var settled = Settled(interval, criterion, comparison.HigherIsBetter ? difference : -difference, rows);
        return plain with { Comparison = comparison with { SamplesNeeded = settled?.Rows, Detectable = settled?.Seen } };
    }

    private protected abstract ConfidenceInterval Interval(double confidence);

    private static double NumberOf(Measurement measurement) => ((MeasuredValue.Number)measurement.Value).Value;

    private static double Difference(IMetric metric, double ours, double theirs) =>
        metric.IsBestAtZero ? Math.Abs(ours) - Math.Abs(theirs) : ours - theirs;

    /// <summary>
    /// A standard error shrinks with the root of the rows. The margin is what should be seen, of two models that are the same;
    /// where so many rows are there already, or there is no margin, how far the difference is from the limit.
    /// </summary>
    private static (long Rows, double Seen)? Settled(
        ConfidenceInterval interval, Criterion.NoWorseThan criterion, double gain, int rows)
    {
        var sure = Normal.InvCDF(0, 1, (1 + criterion.Confidence) / 2);
        var error = (interval.High - interval.Low) / (2 * sure);
        foreach (var seen in new[] { criterion.Margin, Math.Abs(gain + criterion.Margin) })
        {
            var needed = rows * Math.Pow((sure + Normal.InvCDF(0, 1, Power)) * error / seen, 2);
            if (seen > 0 && needed > rows && needed < 1e15)
                return (Rounded(needed), seen);
        }

        return null;
    }

    /// <summary>Two digits: more would say that it is known.</summary>
    private static long Rounded(double rows)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rows)) - 1);
        return (long)(Math.Ceiling(rows / unit) * unit);
    }

    private static bool[] Right(MetricRows rows)
    {
        var right = new bool[rows.Count];
        var answers = new double[rows.Answers.Length];
        for (var row = 0; row < right.Length; row++)
        {
            for (var i = 0; i < answers.Length; i++)
                answers[i] = rows.Answers[i][row];
            right[row] = rows.Decision is DecisionRule.Threshold rule
                ? rule.IsPositive(answers[0]) == rows.Truth[row] > 0
                : DecisionRule.ArgMax.Choose(answers) == (int)rows.Truth[row];
        }

        return right;
    }

    private static ConfidenceInterval Around(double difference, double error, double confidence)
    {
        var half = Normal.InvCDF(0, 1, (1 + confidence) / 2) * error;
        return new ConfidenceInterval(Math.Max(-1, difference - half), Math.Min(1, difference + half), confidence);
    }

    /// <summary>DeLong, DeLong and Clarke-Pearson 1988.</summary>
    private sealed record OfAreas(DeLong Areas) : PairedTest
    {
        private protected override string Name => "DeLong";

        private protected override double PValue => Areas.DifferenceError switch
        {
            0 => 1,
            double.PositiveInfinity => 1,
            var error => 2 * Normal.CDF(0, 1, -Math.Abs(Areas.First - Areas.Second) / error),
        };

        private protected override ConfidenceInterval Interval(double confidence) =>
            Around(Areas.First - Areas.Second, Areas.DifferenceError, confidence);
    }

    /// <summary>
    /// McNemar 1947 of the rows that one model alone has right, exact where these are few. The interval is that of Bonett and
    /// Price (2012), which adds a row of each kind and keeps its confidence for few rows, too; models that are right in the
    /// same rows do
    /// not differ at all, as in a bootstrap.
    /// </summary>
    /// <param name="Ours">Rows that the first model alone has right.</param>
    /// <param name="Theirs">Rows that the second model alone has right.</param>
    /// <param name="Rows">All rows.</param>
    private sealed record OfDiscordant(int Ours, int Theirs, int Rows) : PairedTest
    {
        /// <summary>With more, the normal approximation differs by less than anyone reads.</summary>
        private const int MostExact = 1000;

        private protected override string Name => Ours + Theirs <= MostExact ? "McNemar, exact" : "McNemar";

        private protected override double PValue => Ours + Theirs == 0 ? 1
            : Ours + Theirs <= MostExact ? Math.Min(1, 2 * Binomial.CDF(0.5, Ours + Theirs, Math.Min(Ours, Theirs)))
            : 2 * Normal.CDF(0, 1, -(Math.Abs(Ours - Theirs) - 1) / Math.Sqrt(Ours + Theirs));

        public static OfDiscordant Of(bool[] ours, bool[] theirs)
        {
            var (first, second) = (0, 0);
            for (var row = 0; row < ours.Length; row++)
            {
                first += ours[row] && !theirs[row] ? 1 : 0;
                second += theirs[row] && !ours[row] ? 1 : 0;
            }

            return new OfDiscordant(first, second, ours.Length);
        }

        private protected override ConfidenceInterval Interval(double confidence)
        {
            if (Ours + Theirs == 0)
                return new ConfidenceInterval(0, 0, confidence);
            var (ours, theirs) = ((Ours + 1.0) / (Rows + 2), (Theirs + 1.0) / (Rows + 2));
            var difference = ours - theirs;
            return Around(difference, Math.Sqrt((ours + theirs - (difference * difference)) / (Rows + 2)), confidence);
        }
    }

    /// <summary>Differences in the same resamples; Efron and Tibshirani 1993, chapter 13.</summary>
    private sealed record OfResamples(double[] Differences, double Range) : PairedTest
    {
        private protected override string Name => "paired bootstrap";

        private protected override double PValue
        {
            get
            {
                var (low, high) = (0, 0);
                foreach (var difference in Differences)
                {
                    low += difference > 0 ? 0 : 1;
                    high += difference < 0 ? 0 : 1;
                }

                return Math.Min(1, 2.0 * (Math.Min(low, high) + 1) / (Differences.Length + 1));
            }
        }

        private protected override ConfidenceInterval Interval(double confidence) => Differences.Length == 0
            ? new ConfidenceInterval(-Range, Range, confidence)
            : PercentileInterval.Of(Differences, confidence, -Range, Range);
    }
}
