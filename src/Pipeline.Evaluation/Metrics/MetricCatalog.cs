using Pipeline.Core.Problems;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>The metrics of binary classification that are measured, in the order of reports.</summary>
internal static class MetricCatalog
{
    public static IReadOnlyList<Metric> All { get; } =
    [
        new() { Name = "roc_auc", HigherIsBetter = true, Needs = MetricNeeds.BothClasses, On = RocAuc.On },
        new() { Name = "average_precision", HigherIsBetter = true, Needs = MetricNeeds.PositiveRows, On = AveragePrecision.On },
        new()
        {
            Name = "log_loss",
            HigherIsBetter = false,
            Highest = -Math.Log(LogLoss.Epsilon),
            Needs = MetricNeeds.Rows,
            On = RowMean.OfLogLoss,
        },
        new() { Name = "brier_score_loss", HigherIsBetter = false, Needs = MetricNeeds.Rows, On = RowMean.OfBrierScore },
        new() { Name = "accuracy", HigherIsBetter = true, Needs = MetricNeeds.Rows, On = Confusion.On(x => x.Accuracy) },
        new()
        {
            Name = "recall",
            HigherIsBetter = true,
            Needs = MetricNeeds.PositiveRows,
            Samples = x => x.Positives,
            On = Confusion.On(x => x.Recall),
        },
        new()
        {
            Name = "precision",
            HigherIsBetter = true,
            Needs = MetricNeeds.Rows,
            Samples = x => x.Predicted,
            On = Confusion.On(x => x.Precision),
        },
        new() { Name = "f1", HigherIsBetter = true, Needs = MetricNeeds.PositiveRows, On = Confusion.On(x => x.F1) },
    ];

    /// <summary>Null for a name that is not known.</summary>
    public static Metric? Find(string name) => All.FirstOrDefault(x => x.Name == name);

    /// <summary>What to write instead of a name that is not known.</summary>
    public static string Hint(string name)
    {
        var names = All.Select(x => x.Name).ToList();
        var known = $"Known metrics: {string.Join(", ", names)}.";
        return NearestNames.Question(name, names) is { } near ? $"{near} {known}" : known;
    }
}
