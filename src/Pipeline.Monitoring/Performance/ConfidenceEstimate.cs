using Pipeline.Core.Checks;
using Pipeline.Evaluation.Production;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// What metrics of classes are expected to be where nobody knows yet what came true: confidence-based performance estimation, as
/// NannyML has it. A row of which the calibrated probability is p is p of a positive row and 1 - p of a negative one, and a
/// metric is that of all these parts. It follows a change of what the model is asked, and cannot see one of what answers mean.
/// </summary>
/// <param name="metrics">Of the rows' task, in the order of reports.</param>
/// <param name="references">What probabilities mean.</param>
/// <param name="options">How intervals are made.</param>
internal sealed class ConfidenceEstimate(
    IReadOnlyList<IMetric> metrics, IReadOnlyList<ProbabilityReference> references, PerformanceOptions options)
{
    /// <summary>Outcomes of more rows are not drawn; the intervals of all follow from those.</summary>
    private const int MostDrawn = 4096;

    /// <summary>Of several classes, rows times classes times classes.</summary>
    private const int MostDrawnNumbers = 1_000_000;

    private const int Lanes = WeighedMetrics.Lanes;

    private readonly ClassProbabilities _probabilities = new(references);

    /// <summary>In the order of the metrics, each as "estimated_" with its name.</summary>
    /// <param name="rows">At least one; what came true is not looked at.</param>
    /// <param name="cancellationToken">Ends it between two draws.</param>
    public IReadOnlyList<Measurement> Measure(PredictionRows rows, CancellationToken cancellationToken)
    {
        var values = Values(rows);
        var deviations = Deviations(rows, cancellationToken);
        return [.. metrics.Select((metric, place) => Tell(rows, metric, values[place], deviations[place]))];
    }

    /// <summary>By metric, the expected value of all rows.</summary>
    internal IReadOnlyList<double> Values(PredictionRows rows)
    {
        var taken = ExpectedRows.Fitting(rows);
        var entries = ExpectedRows.Of(rows, taken);
        var probabilities = _probabilities.Of(rows.Answers);
        var weights = new double[entries.Rows.Length];
        for (var entry = 0; entry < weights.Length; entry++)
            weights[entry] = rows.Weights[entries.Rows[entry]] * probabilities[entries.Classes[entry]][entries.Rows[entry]];
        return new WeighedMetrics(metrics, entries.Expanded).Measure(weights);
    }

    private Measurement Tell(PredictionRows rows, IMetric metric, double value, double[] deviations)
    {
        var measured = new Measurement
        {
            Name = PerformanceReading.EstimatedPrefix + metric.Name,
            Value = double.IsFinite(value)
                ? value
                : new MeasuredValue.NotMeasured($"'{metric.Name}' is not defined for what is expected of the rows"),
            Samples = rows.Count,
        };
        return measured.Value is MeasuredValue.Number ? measured with
        {
            Interval = PercentileInterval.Of(
                [.. deviations.Select(x => Math.Clamp(value + x, metric.Lowest, metric.Highest))],
                options.Confidence,
                metric.Lowest,
                metric.Highest),
        }
        : measured;
    }

    /// <summary>
    /// By metric, then by draw, how far from the expected value a metric may be: because another calibration might have been
    /// found, and because outcomes are drawn by chance even where their probabilities are known. Of rows that are looked at for
    /// all, the second shrinks with the root of how many more there are, and the first does not.
    /// </summary>
    private double[][] Deviations(PredictionRows rows, CancellationToken cancellationToken)
    {
        var numbers = ExpectedRows.ClassesOf(rows) * rows.Answers.Count;
        var drawing = new Drawing(
            rows.Sample(Math.Clamp(MostDrawnNumbers / numbers, 1, MostDrawn), options.Seed), _probabilities);
        var measured = new WeighedMetrics(metrics, drawing.Entries.Expanded);
        var shrink = Math.Sqrt(Math.Min(1, Effective(drawing.Rows.Weights.AsSpan()) / Effective(rows.Weights.AsSpan())));
        var usual = drawing.Usual();
        var expected = measured.Measure(usual);
        var deviations = metrics.Select(_ => new double[options.Resamples]).ToArray();
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, (options.Resamples + Lanes - 1) / Lanes, parallel, batch =>
        {
            var (probable, drawn) = (new double[usual.Length * Lanes], new double[usual.Length * Lanes]);
            for (var lane = 0; lane < Lanes; lane++)
                drawing.Draw(new SeededRandom(options.Seed, (batch * Lanes) + lane), lane, probable, drawn);
            Span<double> calibrated = new double[metrics.Count * Lanes], came = new double[metrics.Count * Lanes];
            measured.Measure(probable, calibrated);
            measured.Measure(drawn, came);
            for (var lane = 0; lane < Lanes && (batch * Lanes) + lane < options.Resamples; lane++)
            {
                for (var metric = 0; metric < metrics.Count; metric++)
                {
                    var (ofCalibration, ofOutcomes) = (calibrated[(metric * Lanes) + lane], came[(metric * Lanes) + lane]);
                    deviations[metric][(batch * Lanes) + lane] =
                        ofCalibration - expected[metric] + (shrink * (ofOutcomes - ofCalibration));
                }
            }
        });
        return deviations;
    }

    /// <summary>As how many rows of one weight they are worth (Kish 1965).</summary>
    private static double Effective(ReadOnlySpan<double> weights)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var weight in weights)
            (sum, squares) = (sum + weight, squares + (weight * weight));
        return sum * sum / squares;
    }
}

/// <summary>Draws calibrations that might have been found, and outcomes by them.</summary>
internal sealed class Drawing
{
    private const int Lanes = WeighedMetrics.Lanes;

    private readonly ClassProbabilities _probabilities;
    private readonly RankedColumn[] _ranked;
    private readonly int _classes;

    /// <param name="rows">All of them are looked at.</param>
    /// <param name="probabilities">What their probabilities mean.</param>
    public Drawing(PredictionRows rows, ClassProbabilities probabilities)
    {
        (Rows, _probabilities, _classes) = (rows, probabilities, ExpectedRows.ClassesOf(rows));
        _ranked = [.. rows.Answers.Select(column => new RankedColumn(column))];
        Entries = ExpectedRows.Of(rows, [.. Enumerable.Range(0, rows.Count)]);
    }

    public PredictionRows Rows { get; }

    public ExpectedRows Entries { get; }

    /// <summary>By entry, its weight by the calibration as it was found at the reference's places.</summary>
    public double[] Usual()
    {
        var random = default(SeededRandom);
        var weights = new double[Entries.Rows.Length];
        Fill(_probabilities.Drawn(_ranked, ref random, isDrawn: false), weights, 0, 1);
        return weights;
    }

    /// <param name="random">Where chance comes from.</param>
    /// <param name="lane">Which place of the weights is filled.</param>
    /// <param name="probable">By entry, then by lane, the weights by a drawn calibration.</param>
    /// <param name="drawn">By entry, then by lane, the weights by outcomes that were drawn by it; all zero.</param>
    public void Draw(SeededRandom random, int lane, double[] probable, double[] drawn)
    {
        var probabilities = _probabilities.Drawn(_ranked, ref random);
        Fill(probabilities, probable, lane, Lanes);
        for (var row = 0; row < Rows.Count; row++)
        {
            var (left, place) = (random.Unit(), 0);
            for (; place < _classes - 1 && left >= probabilities[place][row]; place++)
                left -= probabilities[place][row];
            drawn[(((row * _classes) + place) * Lanes) + lane] = Rows.Weights[row];
        }
    }

    private void Fill(double[][] probabilities, double[] weights, int lane, int lanes)
    {
        for (var entry = 0; entry < Entries.Rows.Length; entry++)
        {
            var row = Entries.Rows[entry];
            weights[(entry * lanes) + lane] = Rows.Weights[row] * probabilities[Entries.Classes[entry]][row];
        }
    }
}
