using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Production;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Whether calibrated probabilities still mean what they meant: their expected calibration error on labelled rows, against what
/// it is where outcomes are drawn by those very probabilities. A calibration error is above zero by chance alone, and the more so
/// the fewer rows there are.
/// </summary>
/// <param name="references">What probabilities meant.</param>
/// <param name="options">How often outcomes are drawn.</param>
internal sealed class CalibrationTest(IReadOnlyList<ProbabilityReference> references, PerformanceOptions options)
{
    /// <summary>More rows are not looked at: so many show any error that would matter.</summary>
    private const int MostRows = 20_000;

    private const double Level = 0.01;
    private const string Test = "drawn outcomes";

    private static readonly IMetric Error = StandardMetrics.All.First(metric =>
        metric is { Name: "expected_calibration_error", Task: ModelTask.BinaryClassification });

    public static bool IsDrifted(Measurement test) => test.Comparison?.PValue < Level;

    /// <param name="test">One that drifted.</param>
    /// <param name="isRecalibrated">Estimates rest on outcomes of a window before.</param>
    public static string Note(Measurement test, bool isRecalibrated) => string.Create(
        CultureInfo.InvariantCulture,
        $"Probabilities no longer mean what they meant: they are off by {NumberOf(test.Value):0.0000}, and usual would be "
        + $"{NumberOf(test.Comparison!.Value):0.0000}; ")
        + (isRecalibrated
            ? "estimates are recalibrated by the outcomes of a window before."
            : "estimates are not to be trusted.");

    private static double NumberOf(MeasuredValue value) => ((MeasuredValue.Number)value).Value;

    /// <summary>
    /// Of two classes, of the positive one; of several, of the most probable one (Guo and others 2017). The comparison has the
    /// median of what is seen without drift, and the p-value.
    /// </summary>
    /// <param name="rows">At least one; it is known of each what came true.</param>
    /// <param name="cancellationToken">Ends it between two draws.</param>
    public Measurement Measure(PredictionRows rows, CancellationToken cancellationToken)
    {
        rows = rows.Sample(MostRows, options.Seed);
        var probabilities = new ClassProbabilities(references).Of(rows.Answers);
        var looked = Looked(rows, probabilities);
        double[] confidences = [.. looked.Select((place, row) => probabilities[place][row])];
        var measured = new OutcomeSensor([Error], options.Resampling, options.Confidence)
            .Measure(
                new OutcomeRows
                {
                    Task = ModelTask.BinaryClassification,
                    Columns = [confidences],
                    Decision = DecisionRule.Threshold.Usual,
                    Truth = [.. looked.Select((place, row) => (int)rows.Outcomes[row] == place ? 1.0 : 0)],
                    Weights = rows.Weights,
                },
                cancellationToken)[0];
        if (measured.Value is not MeasuredValue.Number(var value))
            return measured with { Name = PerformanceReading.CalibrationError };
        var drawn = Draw(rows, looked, confidences, cancellationToken);
        Array.Sort(drawn);
        var above = drawn.Count(x => x >= value);
        return measured with
        {
            Name = PerformanceReading.CalibrationError,
            Comparison = new Comparison
            {
                Reference = Rules.MetricRule.Evaluation,
                Value = OrderStatistics.Quantile(drawn, 0.5),
                HigherIsBetter = false,
                Difference = new ConfidenceInterval(
                    value - OrderStatistics.Quantile(drawn, (1 + options.Confidence) / 2),
                    value - OrderStatistics.Quantile(drawn, (1 - options.Confidence) / 2),
                    options.Confidence),
                Test = Test,
                PValue = (above + 1.0) / (drawn.Length + 1),
            },
        };
    }

    /// <summary>By row, the class whose probability is looked at.</summary>
    private static int[] Looked(PredictionRows rows, double[][] probabilities)
    {
        var (looked, row) = (new int[rows.Count], new double[probabilities.Length]);
        for (var i = 0; i < looked.Length; i++)
        {
            for (var place = 0; place < row.Length; place++)
                row[place] = probabilities[place][i];
            looked[i] = rows.Answers.Count == 1 ? 1 : DecisionRule.ArgMax.Choose(row);
        }

        return looked;
    }

    /// <summary>The error where rows are of the class by the probabilities that they were given, by drawn calibrations.</summary>
    private double[] Draw(PredictionRows rows, int[] looked, double[] confidences, CancellationToken cancellationToken)
    {
        const int Lanes = WeighedMetrics.Lanes;
        var twice = new double[2 * rows.Count];
        var truth = new double[2 * rows.Count];
        for (var entry = 0; entry < twice.Length; entry++)
            (twice[entry], truth[entry]) = (confidences[entry / 2], entry % 2);
        var metric = new WeighedMetrics(
            [Error], new MetricRows([.. truth], [twice.ToImmutableArray()], DecisionRule.Threshold.Usual));
        var drawn = new double[options.Resamples];
        var classes = new ClassProbabilities(references);
        var ranked = rows.Answers.Select(column => new RankedColumn(column)).ToArray();
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, (drawn.Length + Lanes - 1) / Lanes, parallel, batch =>
        {
            var weights = new double[twice.Length * Lanes];
            Span<double> values = stackalloc double[Lanes];
            for (var lane = 0; lane < Lanes; lane++)
            {
                var random = new SeededRandom(options.Seed, (batch * Lanes) + lane);
                var chances = classes.Drawn(ranked, ref random);
                for (var row = 0; row < rows.Count; row++)
                {
                    var isOfIt = random.Unit() < chances[looked[row]][row];
                    weights[(((2 * row) + (isOfIt ? 1 : 0)) * Lanes) + lane] = rows.Weights[row];
                }
            }

            metric.Measure(weights, values);
            for (var lane = 0; lane < Lanes && (batch * Lanes) + lane < drawn.Length; lane++)
                drawn[(batch * Lanes) + lane] = values[lane];
        });
        return drawn;
    }
}
