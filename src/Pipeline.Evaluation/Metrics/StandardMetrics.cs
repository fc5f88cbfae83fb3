using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>The toolkit's metrics, each with the name and the meaning that scikit-learn gives it.</summary>
public static class StandardMetrics
{
    /// <summary>The default of scikit-learn's top_k_accuracy_score.</summary>
    private const int UsualTop = 2;

    /// <summary>The default of scikit-learn's mean_pinball_loss: half of the mean absolute error.</summary>
    private const double UsualAlpha = 0.5;

    /// <summary>As papers on calibration have it.</summary>
    private const int UsualBins = 10;

    private static readonly double MostLogLoss = -Math.Log(LogLoss.Epsilon);

    /// <summary>Of all tasks, in the order of reports: the first of a task is the one that sums it up.</summary>
    public static IReadOnlyList<IMetric> All { get; } = [.. Binary, .. Multiclass, .. Regression];

    private static IEnumerable<IMetric> Binary =>
    [
        new Metric<ScoredRows>
        {
            Name = "roc_auc", HigherIsBetter = true, Needs = BothClasses, Value = BinaryMetrics.RocAuc,
        },
        new Metric<ScoredRows>
        {
            Name = "average_precision", HigherIsBetter = true, Needs = Positives, Value = BinaryMetrics.AveragePrecision,
        },
        new Metric<ScoredRows>
        {
            Name = "log_loss", HigherIsBetter = false, Highest = MostLogLoss, Value = BinaryMetrics.LogLoss,
        },
        new Metric<ScoredRows> { Name = "brier_score_loss", HigherIsBetter = false, Value = BinaryMetrics.BrierScore },
        Decided("accuracy", x => x.Accuracy),
        Decided("recall", x => x.Recall) with { Needs = Positives, RestsOn = x => x.Positives },
        Decided("precision", x => x.Precision) with { RestsOn = x => x.Predicted },
        Decided("f1", x => x.F1) with { Needs = Positives },
        Decided("specificity", x => x.Specificity) with { Needs = Negatives, RestsOn = x => x.Count - x.Positives },
        Decided("balanced_accuracy", x => x.BalancedAccuracy) with { Needs = BothClasses },
        Decided("matthews_corrcoef", x => x.Correlation) with { Lowest = -1 },
        new Metric<ScoredRows>
        {
            Name = "ks", HigherIsBetter = true, Needs = BothClasses, Value = BinaryMetrics.KolmogorovSmirnov,
        },
        CalibrationError(UsualBins),
    ];

    private static IEnumerable<IMetric> Multiclass =>
    [
        new Metric<ClassifiedRows> { Name = "accuracy", HigherIsBetter = true, Value = ClassMetrics.Accuracy },
        new Metric<ClassifiedRows>
        {
            Name = "balanced_accuracy", HigherIsBetter = true, Value = ClassMetrics.BalancedAccuracy,
        },
        new Metric<ClassifiedRows>
        {
            Name = "log_loss", HigherIsBetter = false, Highest = MostLogLoss, Value = ClassMetrics.LogLoss,
        },
        Counted("f1_macro", ClassMetrics.Macro(x => x.F1)),
        Counted("f1_weighted", ClassMetrics.Weighted(x => x.F1)),
        Counted("f1_micro", ClassMetrics.Accuracy),
        Counted("precision_macro", ClassMetrics.Macro(x => x.Precision)),
        Counted("precision_weighted", ClassMetrics.Weighted(x => x.Precision)),
        Counted("precision_micro", ClassMetrics.Accuracy),
        Counted("recall_macro", ClassMetrics.Macro(x => x.Recall)),
        Counted("recall_weighted", ClassMetrics.Weighted(x => x.Recall)),
        Counted("recall_micro", ClassMetrics.Accuracy),
        TopK(UsualTop),
        Counted("cohen_kappa", ClassMetrics.CohenKappa) with
        {
            Lowest = -1,
            Needs = x => x.IsOneClass ? "every row and every answer is of one class" : null,
        },
        Counted("matthews_corrcoef", ClassMetrics.Correlation) with { Lowest = -1 },
        Counted("roc_auc_ovr", ClassMetrics.RocAucOvr) with { Needs = EveryClass, Extras = ClassMetrics.EachClass },
    ];

    private static IEnumerable<IMetric> Regression =>
    [
        new Metric<NumberRows>
        {
            Name = "r2", HigherIsBetter = true, Lowest = double.MinValue, Needs = Varying, Value = NumberMetrics.R2,
        },
        Error("mean_absolute_error", NumberMetrics.MeanAbsoluteError),
        Error("root_mean_squared_error", NumberMetrics.RootMeanSquaredError),
        Error("median_absolute_error", NumberMetrics.MedianAbsoluteError),
        Error("mean_absolute_percentage_error", NumberMetrics.MeanAbsolutePercentageError),
        new Metric<NumberRows>
        {
            Name = "explained_variance",
            HigherIsBetter = true,
            Lowest = double.MinValue,
            Needs = Varying,
            Value = NumberMetrics.ExplainedVariance,
        },
        Pinball(UsualAlpha),
        Error("mean_bias_error", NumberMetrics.MeanBiasError) with { Lowest = double.MinValue, IsBestAtZero = true },
        Error("max_error", NumberMetrics.MaxError),
    ];

    /// <summary>Of one of several classes against the rest, by its place in the label.</summary>
    internal static IReadOnlyList<IMetric> OfClass(int place) =>
    [
        Counted("precision", sums => ClassCount.Of(sums, place).Precision) with
        {
            RestsOn = rows => rows.Predicted.Count(x => x == place),
        },
        Counted("recall", sums => ClassCount.Of(sums, place) is { Truth: > 0 } count ? count.Recall : double.NaN) with
        {
            Needs = rows => rows.Truth.Contains(place) ? null : "no row is of it",
            RestsOn = rows => rows.Truth.Count(x => x == place),
        },
        Counted("f1", sums => ClassCount.Of(sums, place).F1) with
        {
            Needs = rows => rows.Truth.Contains(place) ? null : "no row is of it",
        },
        Counted("roc_auc", sums => ClassMetrics.RocAuc(sums, place)) with
        {
            Needs = rows => rows.Truth.Count(x => x == place) is > 0 and var count && count < rows.Count
                ? null
                : "not both are there, rows of it and others",
            Extras = _ => [place],
        },
    ];

    private static Metric<ScoredRows> Decided(string name, Func<Confusion, double> value) => new()
    {
        Name = name,
        HigherIsBetter = true,
        Value = Confusion.Of(value),
        Extras = Confusion.Cut,
    };

    private static Metric<ScoredRows> CalibrationError(int bins) => new()
    {
        Name = "expected_calibration_error",
        HigherIsBetter = false,
        Value = BinaryMetrics.ExpectedCalibrationError(bins),
        Extras = BinaryMetrics.Bins(bins),
        Parameter = new MetricParameter("bins", UsualBins, x => CalibrationError((int)x)),
    };

    private static Metric<ClassifiedRows> Counted(string name, LaneValue<ClassifiedRows> value) =>
        new() { Name = name, HigherIsBetter = true, Value = value };

    private static Metric<ClassifiedRows> TopK(int top) => Counted("top_k_accuracy", ClassMetrics.TopKAccuracy(top)) with
    {
        Parameter = new MetricParameter("k", UsualTop, x => TopK((int)x)),
    };

    private static Metric<NumberRows> Pinball(double alpha) =>
        Error("mean_pinball_loss", NumberMetrics.MeanPinballLoss(alpha)) with
        {
            Parameter = new MetricParameter("alpha", UsualAlpha, Pinball),
        };

    private static Metric<NumberRows> Error(string name, LaneValue<NumberRows> value) =>
        new() { Name = name, HigherIsBetter = false, Highest = double.MaxValue, Value = value };

    private static string? Positives(ScoredRows rows) => rows.Positives == 0 ? "no row is positive" : null;

    private static string? Negatives(ScoredRows rows) => rows.Positives == rows.Count ? "no row is negative" : null;

    private static string? BothClasses(ScoredRows rows) => Positives(rows) ?? Negatives(rows);

    private static string? EveryClass(ClassifiedRows rows) =>
        rows.Missing is { } ? "not every class has a row" : rows.Classes < 2 ? "there is one class" : null;

    private static string? Varying(NumberRows rows) => rows.IsConstant ? "the true number is the same in every row" : null;
}

/// <summary>A metric of the answers of one task.</summary>
/// <typeparam name="TRows">The rows in the form that the metric wants.</typeparam>
internal sealed record Metric<TRows> : ILaneMetric
    where TRows : class, ITaskRows<TRows>
{
    public required string Name { get; init; }

    public ModelTask Task => TRows.Task;

    public required bool HigherIsBetter { get; init; }

    public bool IsBestAtZero { get; init; }

    public double Lowest { get; init; }

    public double Highest { get; init; } = 1;

    /// <summary>By the sums of the task's kernel.</summary>
    public required LaneValue<TRows> Value { get; init; }

    /// <summary>
    /// What the kernel must sum beyond what it always does: cuts of the order, classes to rank. None by default.
    /// </summary>
    public Func<TRows, IEnumerable<int>> Extras { get; init; } = _ => [];

    /// <summary>What rows lack, as a clause; null where they lack nothing.</summary>
    public Func<TRows, string?> Needs { get; init; } = _ => null;

    /// <summary>How many rows the value rests on; all of them where it is null.</summary>
    public Func<TRows, int>? RestsOn { get; init; }

    public MetricParameter? Parameter { get; init; }

    public IMetric Called(string name) => this with { Name = name };

    public double Measure(MetricRows rows, ReadOnlySpan<int> weights) => On(rows)(weights);

    public RowStatistic On(MetricRows rows)
    {
        var alone = Together([this], rows, null);
        return weights =>
        {
            Span<double> values = stackalloc double[LaneBootstrap.Lanes];
            alone.Measure(new OneLane(weights), values);
            return values[0];
        };
    }

    public string? Lacks(MetricRows rows) => Needs(rows.As(TRows.Of));

    public int Samples(MetricRows rows) => RestsOn is null ? rows.Count : RestsOn(rows.As(TRows.Of));

    public ILaneSet Together(IReadOnlyList<ILaneMetric> metrics, MetricRows rows, int[]? places) =>
        new LaneSet<TRows>([.. metrics.Cast<Metric<TRows>>()], rows.As(TRows.Of), places);
}

/// <summary>What of a metric a gate may set.</summary>
/// <param name="Name">As the gate has it: "alpha".</param>
/// <param name="Usual">What it is unless a gate says otherwise.</param>
/// <param name="Make">The metric with another.</param>
internal sealed record MetricParameter(string Name, double Usual, Func<double, IMetric> Make);

/// <summary>What rows of any task have in common.</summary>
internal interface ITaskRows
{
    /// <summary>Where rows in an order of their own stand among the weights.</summary>
    /// <param name="rows">By position.</param>
    /// <param name="places">By row; null where it is the same.</param>
    static int[] Placed(int[] rows, int[]? places)
    {
        if (places is null)
            return rows;
        var placed = new int[rows.Length];
        for (var i = 0; i < placed.Length; i++)
            placed[i] = places[rows[i]];
        return placed;
    }
}

/// <summary>Rows in the form that the metrics of a task want them.</summary>
internal interface ITaskRows<TSelf> : ITaskRows
{
    static abstract ModelTask Task { get; }

    /// <summary>Of rows of this task.</summary>
    static abstract TSelf Of(MetricRows rows);

    /// <param name="rows">What is summed.</param>
    /// <param name="places">By row, its place among the weights; null where it is the same.</param>
    /// <param name="extras">What metrics ask for beyond the usual sums, ascending, each once.</param>
    static abstract LaneKernel KernelOf(TSelf rows, int[]? places, int[] extras);
}
