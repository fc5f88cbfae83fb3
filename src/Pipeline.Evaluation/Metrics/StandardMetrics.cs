using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>The toolkit's metrics, each with the name and the meaning that scikit-learn gives it.</summary>
public static class StandardMetrics
{
    private static readonly double MostLogLoss = -Math.Log(LogLoss.Epsilon);

    /// <summary>Of all tasks, in the order of reports: the first of a task is the one that sums it up.</summary>
    public static IReadOnlyList<IMetric> All { get; } =
    [
        new Metric<ScoredRows> { Name = "roc_auc", HigherIsBetter = true, Needs = BothClasses, Statistic = RocAuc.On },
        new Metric<ScoredRows>
        {
            Name = "average_precision", HigherIsBetter = true, Needs = Positives, Statistic = AveragePrecision.On,
        },
        new Metric<ScoredRows>
        {
            Name = "log_loss", HigherIsBetter = false, Highest = MostLogLoss, Statistic = RowMean.OfLogLoss,
        },
        new Metric<ScoredRows> { Name = "brier_score_loss", HigherIsBetter = false, Statistic = RowMean.OfBrierScore },
        new Metric<ScoredRows> { Name = "accuracy", HigherIsBetter = true, Statistic = Confusion.On(x => x.Accuracy) },
        new Metric<ScoredRows>
        {
            Name = "recall",
            HigherIsBetter = true,
            Needs = Positives,
            RestsOn = x => x.Positives,
            Statistic = Confusion.On(x => x.Recall),
        },
        new Metric<ScoredRows>
        {
            Name = "precision", HigherIsBetter = true, RestsOn = x => x.Predicted, Statistic = Confusion.On(x => x.Precision),
        },
        new Metric<ScoredRows> { Name = "f1", HigherIsBetter = true, Needs = Positives, Statistic = Confusion.On(x => x.F1) },

        new Metric<ClassifiedRows> { Name = "accuracy", HigherIsBetter = true, Statistic = ClassMetrics.Accuracy },
        new Metric<ClassifiedRows>
        {
            Name = "balanced_accuracy", HigherIsBetter = true, Statistic = ClassMetrics.BalancedAccuracy,
        },
        new Metric<ClassifiedRows>
        {
            Name = "log_loss", HigherIsBetter = false, Highest = MostLogLoss, Statistic = ClassMetrics.OfLogLoss,
        },
        new Metric<ClassifiedRows> { Name = "f1_macro", HigherIsBetter = true, Statistic = ClassMetrics.Macro(x => x.F1) },
        new Metric<ClassifiedRows> { Name = "f1_weighted", HigherIsBetter = true, Statistic = ClassMetrics.Weighted(x => x.F1) },
        new Metric<ClassifiedRows>
        {
            Name = "precision_macro", HigherIsBetter = true, Statistic = ClassMetrics.Macro(x => x.Precision),
        },
        new Metric<ClassifiedRows>
        {
            Name = "recall_macro", HigherIsBetter = true, Statistic = ClassMetrics.Macro(x => x.Recall),
        },
        new Metric<ClassifiedRows> { Name = "top_k_accuracy", HigherIsBetter = true, Statistic = ClassMetrics.TopKAccuracy },
        new Metric<ClassifiedRows>
        {
            Name = "cohen_kappa",
            HigherIsBetter = true,
            Lowest = -1,
            Needs = x => x.IsOneClass ? "every row and every answer is of one class" : null,
            Statistic = ClassMetrics.CohenKappa,
        },

        new Metric<NumberRows>
        {
            Name = "r2", HigherIsBetter = true, Lowest = double.MinValue, Needs = Varying, Statistic = NumberMetrics.R2,
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
            Statistic = NumberMetrics.ExplainedVariance,
        },
    ];

    private static Metric<NumberRows> Error(string name, Func<NumberRows, RowStatistic> statistic) =>
        new() { Name = name, HigherIsBetter = false, Highest = double.MaxValue, Statistic = statistic };

    private static string? Positives(ScoredRows rows) => rows.Positives == 0 ? "no row is positive" : null;

    private static string? BothClasses(ScoredRows rows) =>
        Positives(rows) ?? (rows.Positives == rows.Count ? "no row is negative" : null);

    private static string? Varying(NumberRows rows) => rows.IsConstant ? "the true number is the same in every row" : null;
}

/// <summary>A metric of the answers of one task.</summary>
/// <typeparam name="TRows">The rows in the form that the metric wants.</typeparam>
internal sealed record Metric<TRows> : IMetric
    where TRows : class, ITaskRows<TRows>
{
    public required string Name { get; init; }

    public ModelTask Task => TRows.Task;

    public required bool HigherIsBetter { get; init; }

    public double Lowest { get; init; }

    public double Highest { get; init; } = 1;

    public required Func<TRows, RowStatistic> Statistic { get; init; }

    /// <summary>What rows lack, as a clause; null where they lack nothing.</summary>
    public Func<TRows, string?> Needs { get; init; } = _ => null;

    /// <summary>How many rows the value rests on; all of them where it is null.</summary>
    public Func<TRows, int>? RestsOn { get; init; }

    public double Measure(MetricRows rows, ReadOnlySpan<int> weights) => On(rows)(weights);

    public RowStatistic On(MetricRows rows) => Statistic(rows.As(TRows.Of));

    public string? Lacks(MetricRows rows) => Needs(rows.As(TRows.Of));

    public int Samples(MetricRows rows) => RestsOn is null ? rows.Count : RestsOn(rows.As(TRows.Of));
}

/// <summary>Rows in the form that the metrics of a task want them.</summary>
internal interface ITaskRows<TSelf>
{
    static abstract ModelTask Task { get; }

    /// <summary>Of rows of this task.</summary>
    static abstract TSelf Of(MetricRows rows);
}
