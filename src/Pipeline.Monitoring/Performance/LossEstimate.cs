using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Monitoring.Performance;

/// <summary>
/// Models of how far a regression is off, by which its errors are estimated where nobody knows yet what came true: direct loss
/// estimation, as NannyML has it.
/// </summary>
public sealed class LossModels : IDisposable
{
    private readonly IReadOnlyDictionary<string, IPredictor> _byMetric;

    /// <param name="byMetric">For each of the reference's losses, a regression of the loss of a row.</param>
    public LossModels(IReadOnlyDictionary<string, IPredictor> byMetric)
    {
        ArgumentNullException.ThrowIfNull(byMetric);
        _byMetric = byMetric;
    }

    public void Dispose()
    {
        foreach (var predictor in _byMetric.Values)
            predictor.Dispose();
    }

    internal Measurement Measure(
        string metric,
        PredictionRows rows,
        PerformanceReference reference,
        PerformanceOptions options,
        CancellationToken cancellationToken)
    {
        var bare = new Measurement
        {
            Name = PerformanceReading.EstimatedPrefix + metric,
            Value = new MeasuredValue.NotMeasured("the evaluation kept no model of this loss"),
            Samples = rows.Count,
        };
        if (!_byMetric.TryGetValue(metric, out var predictor)
            || reference.Losses.FirstOrDefault(loss => loss.Metric == metric) is not { } spread)
        {
            return bare;
        }

        return rows.Inputs is null
            ? bare with { Value = new MeasuredValue.NotMeasured("the model's inputs are not logged") }
            : LossEstimate.Measure(bare, predictor, spread, rows, options, cancellationToken);
    }
}

/// <summary>
/// The mean of estimated losses, each corrected by what similar estimates were off by on rows that their model had not seen, and
/// how far the mean of real losses may be from it.
/// </summary>
internal static class LossEstimate
{
    public const string Absolute = "mean_absolute_error";
    public const string Squared = "root_mean_squared_error";

    /// <summary>Beside the inputs, what a model of losses reads.</summary>
    public const string Prediction = "prediction";

    public static IReadOnlyList<string> Metrics { get; } = [Absolute, Squared];

    /// <summary>What a row loses by a metric.</summary>
    public static double Loss(string metric, double answer, double truth) =>
        metric == Absolute ? Math.Abs(answer - truth) : (answer - truth) * (answer - truth);

    /// <summary>What a model of losses reads of rows: the inputs, and the prediction under a name that no input has.</summary>
    public static Table Features(Table inputs, IReadOnlyList<double> predictions) =>
        new([.. inputs.Columns, new NumberColumn(NameIn(inputs), [.. predictions])]);

    public static Measurement Measure(
        Measurement bare,
        IPredictor predictor,
        LossReference spread,
        PredictionRows rows,
        PerformanceOptions options,
        CancellationToken cancellationToken)
    {
        var losses = Score(predictor, Features(rows.Inputs!, rows.Answers[0]), cancellationToken);
        var (sum, weights, variance) = (0.0, 0.0, 0.0);
        var byBin = new (double Weight, double Squares)[spread.Rows.Count];
        for (var row = 0; row < losses.Length; row++)
        {
            var (bin, weight) = (Bin(spread, losses[row]), rows.Weights[row]);
            sum += weight * Math.Max(0, losses[row] + spread.Bias[bin]);
            weights += weight;
            byBin[bin] = (byBin[bin].Weight + weight, byBin[bin].Squares + (weight * weight));
        }

        // The rows' own chance, and that of the rows by which the spread is known: both have the same deviation.
        foreach (var (bin, (weight, squares)) in byBin.Index())
        {
            var deviation = spread.Deviation[bin] * spread.Deviation[bin];
            variance += deviation * (squares + (weight * weight / spread.Rows[bin])) / (weights * weights);
        }

        var mean = sum / weights;
        var half = MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (1 + options.Confidence) / 2) * Math.Sqrt(variance);
        var isRoot = bare.Name.EndsWith(Squared, StringComparison.Ordinal);
        return bare with
        {
            Value = Of(mean),
            Interval = new ConfidenceInterval(Of(Math.Max(0, mean - half)), Of(mean + half), options.Confidence),
        };

        double Of(double loss) => isRoot ? Math.Sqrt(loss) : loss;
    }

    /// <summary>By row; a loss is never below 0, though a model of it may be.</summary>
    public static double[] Score(IPredictor predictor, Table features, CancellationToken cancellationToken) =>
        [.. ((NumberColumn)predictor.Score(features, cancellationToken)[ModelOutputs.Value]).Values.Select(x => Math.Max(0, x))];

    private static int Bin(LossReference spread, double loss)
    {
        var bin = 0;
        while (bin + 1 < spread.From.Count && loss >= spread.From[bin + 1])
            bin++;
        return bin;
    }

    private static string NameIn(Table inputs)
    {
        var name = Prediction;
        while (inputs.TryGet(name, out _))
            name += "_";
        return name;
    }
}
