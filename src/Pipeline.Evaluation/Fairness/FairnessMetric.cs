using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Fairness;

/// <summary>One way to say in a number what groups differ by.</summary>
/// <param name="Name">Fairlearn's.</param>
/// <param name="Metrics">The metrics of groups that it looks at, without their classes.</param>
/// <param name="Kind">What becomes of them.</param>
internal sealed record FairnessMetric(string Name, IReadOnlyList<string> Metrics, DisparityKind Kind)
{
    private const string LowestSuffix = "_group_min";
    private const string HighestSuffix = "_group_max";

    private static readonly IReadOnlyList<(string Name, string[] Metrics)> Parities =
    [
        ("demographic_parity", [GroupMetrics.SelectionRate]),
        ("equal_opportunity", [GroupMetrics.TruePositiveRate]),
        ("equalized_odds", [GroupMetrics.TruePositiveRate, GroupMetrics.FalsePositiveRate]),
    ];

    /// <summary>It makes one number of the disparities of several metrics.</summary>
    public bool IsAggregated => Metrics.Count > 1;

    /// <summary>Whether it says how groups differ, rather than how the worst of them is.</summary>
    public bool Compares => Kind is DisparityKind.Difference or DisparityKind.Ratio;

    /// <summary>A name that says how the worst group is, not how groups differ.</summary>
    public static bool IsLevel(string name) =>
        name.EndsWith(LowestSuffix, StringComparison.Ordinal) || name.EndsWith(HighestSuffix, StringComparison.Ordinal);

    /// <summary>Of a task, in the order of reports.</summary>
    public static IReadOnlyList<FairnessMetric> Of(ModelTask task)
    {
        var own = task switch
        {
            ModelTask.BinaryClassification => GroupMetrics.Binary,
            ModelTask.Regression => GroupMetrics.Regression,
            _ => GroupMetrics.Of(new ModelLabel.Classes("", [])),
        };
        var parities = task == ModelTask.Regression ? [] : Parities;
        return
        [
            .. parities.SelectMany(x => Compared(x.Name, x.Metrics)),
            .. own.All.Where(x => !x.IsOfClass).SelectMany(x => (FairnessMetric[])
            [
                .. Compared(x.Name, [x.Name]),
                new FairnessMetric(x.Name + LowestSuffix, [x.Name], DisparityKind.Lowest),
                new FairnessMetric(x.Name + HighestSuffix, [x.Name], DisparityKind.Highest),
            ]),
        ];
    }

    /// <summary>Null where the task has it; otherwise why not, and what to write instead.</summary>
    public static (string Message, string Hint)? Refuse(string name, ModelTask task)
    {
        var known = Of(task).Select(x => x.Name).ToList();
        if (known.Contains(name))
            return null;
        var others = Enum.GetValues<ModelTask>().Where(x => Of(x).Any(metric => metric.Name == name)).ToList();
        var shown = $"Known: {string.Join(", ", known.Where(x => !IsLevel(x)))}.";
        return (
            others.Count > 0
                ? $"'{name}' measures {string.Join(" and ", others.Select(x => TaskKind.Of(x).Words))}, and the task is "
                    + $"{TaskKind.Of(task).Words}."
                : $"There is no fairness metric '{name}'.",
            NearestNames.Question(name, known) is { } near ? $"{near} {shown}" : shown);
    }

    private static IEnumerable<FairnessMetric> Compared(string name, IReadOnlyList<string> metrics) =>
    [
        new($"{name}_difference", metrics, DisparityKind.Difference),
        new($"{name}_ratio", metrics, DisparityKind.Ratio),
    ];
}

/// <summary>What becomes of the values of groups.</summary>
internal enum DisparityKind
{
    /// <summary>The greatest minus the smallest.</summary>
    Difference,

    /// <summary>The smallest by the greatest.</summary>
    Ratio,

    /// <summary>The smallest.</summary>
    Lowest,

    /// <summary>The greatest.</summary>
    Highest,
}
