using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>The metrics that are measured of each task, in the order of reports: the first is the one that sums it up.</summary>
internal sealed class MetricCatalog
{
    private static readonly double MostLogLoss = -Math.Log(LogLoss.Epsilon);

    private static readonly Metric[] Toolkits =
    [
        new Metric<ScoredRows> { Name = "roc_auc", HigherIsBetter = true, Lacks = BothClasses, Statistic = RocAuc.On },
        new Metric<ScoredRows>
        {
            Name = "average_precision", HigherIsBetter = true, Lacks = Positives, Statistic = AveragePrecision.On,
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
            Lacks = Positives,
            RestsOn = x => x.Positives,
            Statistic = Confusion.On(x => x.Recall),
        },
        new Metric<ScoredRows>
        {
            Name = "precision", HigherIsBetter = true, RestsOn = x => x.Predicted, Statistic = Confusion.On(x => x.Precision),
        },
        new Metric<ScoredRows> { Name = "f1", HigherIsBetter = true, Lacks = Positives, Statistic = Confusion.On(x => x.F1) },

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
            Lacks = x => x.IsOneClass ? "every row and every answer is of one class" : null,
            Statistic = ClassMetrics.CohenKappa,
        },

        new Metric<NumberRows>
        {
            Name = "r2", HigherIsBetter = true, Lowest = double.MinValue, Lacks = Varying, Statistic = NumberMetrics.R2,
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
            Lacks = Varying,
            Statistic = NumberMetrics.ExplainedVariance,
        },
    ];

    private readonly IReadOnlyList<Metric> _all;

    /// <param name="metrics">Of the team's own; behind those of the toolkit.</param>
    /// <exception cref="ArgumentException">Two metrics of a task have one name.</exception>
    public MetricCatalog(params IReadOnlyList<IMetric> metrics)
    {
        _all = [.. Toolkits, .. metrics.Select(TeamMetric.Of)];
        if (_all.CountBy(metric => (metric.Task, metric.Name)).FirstOrDefault(x => x.Value > 1) is { Value: > 1 } twice)
            throw new ArgumentException($"Two metrics have the name '{twice.Key.Name}'.", nameof(metrics));
    }

    /// <summary>What the toolkit has by itself.</summary>
    public static MetricCatalog Own { get; } = new();

    public IReadOnlyList<Metric> Of(ModelTask task) => [.. _all.Where(x => x.Task == task)];

    /// <summary>Null for a name that no metric of the task has.</summary>
    public Metric? Find(ModelTask task, string name) => _all.FirstOrDefault(x => x.Task == task && x.Name == name);

    /// <summary>The tasks that have a metric of this name.</summary>
    public IReadOnlyList<ModelTask> Tasks(string name) => [.. _all.Where(x => x.Name == name).Select(x => x.Task)];

    /// <summary>What to write instead of a name that is not known.</summary>
    /// <param name="name">As it was written.</param>
    /// <param name="task">Whose metrics there are; null for those of all.</param>
    public string Hint(string name, ModelTask? task = null)
    {
        var names = _all.Where(x => task is null || x.Task == task).Select(x => x.Name).Distinct().ToList();
        var known = $"Known metrics: {string.Join(", ", names)}.";
        return NearestNames.Question(name, names) is { } near ? $"{near} {known}" : known;
    }

    private static Metric<NumberRows> Error(string name, Func<NumberRows, RowStatistic> statistic) =>
        new() { Name = name, HigherIsBetter = false, Highest = double.MaxValue, Statistic = statistic };

    private static string? Positives(ScoredRows rows) => rows.Positives == 0 ? "no row is positive" : null;

    private static string? BothClasses(ScoredRows rows) =>
        Positives(rows) ?? (rows.Positives == rows.Count ? "no row is negative" : null);

    private static string? Varying(NumberRows rows) => rows.IsConstant ? "the true number is the same in every row" : null;
}
