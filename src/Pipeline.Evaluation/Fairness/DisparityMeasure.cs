using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Fairness;

/// <summary>Says in numbers what the groups of a frame differ by.</summary>
/// <param name="frame">The groups.</param>
/// <param name="begin">The place of the first one.</param>
/// <param name="values">Their metrics.</param>
/// <param name="minimum">A metric of a group that rests on fewer rows is not compared.</param>
/// <param name="confidence">Of intervals.</param>
internal sealed class DisparityMeasure(
    GroupFrame frame, int begin, GroupValuesTable values, int minimum, double confidence)
{
    /// <summary>Against each other and against all rows; of several metrics the worst and the mean.</summary>
    public IEnumerable<Disparity> Of(FairnessMetric fairness, GroupMetrics metrics)
    {
        var members = fairness.Metrics.SelectMany(metrics.Named).ToList();
        var methods = Enum.GetValues<DisparityMethod>()
            .Where(x => fairness.Compares || x == DisparityMethod.BetweenGroups);
        return methods.SelectMany(method => Aggregates(fairness, members.Count)
            .Select(aggregate => Of(fairness, members, method, aggregate)));
    }

    private static IEnumerable<DisparityAggregate?> Aggregates(FairnessMetric fairness, int members) =>
        fairness.IsAggregated ? [DisparityAggregate.WorstCase, DisparityAggregate.Mean]
        : members > 1 ? [DisparityAggregate.WorstCase]
        : [null];

    private Disparity Of(
        FairnessMetric fairness, IReadOnlyList<GroupMetric> members, DisparityMethod method, DisparityAggregate? aggregate)
    {
        var compared = members.Select(Compare)
            .Where(x => x.Groups.Count >= 2 && IsDefined(x, fairness.Kind, method))
            .Select(x => (Groups: x, Value: Point(x.Contrasted, fairness.Kind, method)))
            .ToList();
        var bare = new Measurement
        {
            Name = fairness.Name,
            Slice = frame.Name,
            Value = new MeasuredValue.NotApplicable(compared.Count > 0 ? "" : Lack(members, fairness.Kind)),
        };
        var disparity = new Disparity
        {
            Measurement = bare,
            Method = method,
            Aggregate = aggregate,
            LeftOut = LeftOut(members),
        };
        if (compared.Count == 0)
            return disparity;
        var isGreatest = fairness.Kind is DisparityKind.Difference or DisparityKind.Highest;
        var worst = isGreatest ? compared.MaxBy(x => x.Value) : compared.MinBy(x => x.Value);
        var isMean = aggregate == DisparityAggregate.Mean;
        var value = isMean ? compared.Average(x => x.Value) : worst.Value;
        var interval = GroupContrasts.Of(
            [.. compared.Select(x => x.Groups.Contrasted)],
            fairness.Kind,
            method,
            aggregate ?? DisparityAggregate.WorstCase,
            confidence);
        return disparity with
        {
            Measurement = bare with
            {
                Value = value,
                Samples = compared.Min(x => (long)x.Groups.Contrasted.Samples.Min()),

                // The ends of ratios are of shares without 0, so that the ratio itself may lie beyond them by a hair.
                Interval = interval with { Low = Math.Min(interval.Low, value), High = Math.Max(interval.High, value) },
            },
            Metric = isMean ? null : worst.Groups.Contrasted.Metric.Name,
            Lowest = isMean ? null : NameOf(worst.Groups, worst.Groups.Contrasted.Values.Min()),
            Highest = isMean ? null : NameOf(worst.Groups, worst.Groups.Contrasted.Values.Max()),
        };
    }

    private ComparedGroups Compare(GroupMetric metric)
    {
        var groups = Enumerable.Range(0, frame.Groups.Count).Where(x => values.Samples(begin + x, metric) >= minimum).ToList();
        var resampled = groups.Select(x => values.Resampled(begin + x, metric)).OfType<double[]>().ToArray();
        return new ComparedGroups(groups, new ContrastedMetric
        {
            Metric = metric,
            Values = [.. groups.Select(x => values.Value(begin + x, metric))],
            Samples = [.. groups.Select(x => (double)values.Samples(begin + x, metric))],
            Resampled = resampled.Length == groups.Count ? resampled : null,
            Overall = values.Value(0, metric),
            OverallResampled = values.Resampled(0, metric),
            OverallSamples = values.Samples(0, metric),
        });
    }

    /// <summary>A ratio of numbers that are not all above 0 says nothing, and one of zeros alone is none.</summary>
    private static bool IsDefined(ComparedGroups groups, DisparityKind kind, DisparityMethod method)
    {
        var (metric, all) = (groups.Contrasted, groups.Contrasted.Values.Append(groups.Contrasted.Overall));
        return all.All(double.IsFinite) && (kind != DisparityKind.Ratio || (metric.Metric.IsShare
            ? (method == DisparityMethod.ToOverall ? metric.Overall : metric.Values.Max()) > 0
            : all.Min() > 0));
    }

    private static double Point(ContrastedMetric metric, DisparityKind kind, DisparityMethod method) => (kind, method) switch
    {
        (DisparityKind.Lowest, _) => metric.Values.Min(),
        (DisparityKind.Highest, _) => metric.Values.Max(),
        (DisparityKind.Difference, DisparityMethod.BetweenGroups) => metric.Values.Max() - metric.Values.Min(),
        (DisparityKind.Difference, _) => metric.Values.Max(x => Math.Abs(x - metric.Overall)),
        (_, DisparityMethod.BetweenGroups) => metric.Values.Min() / metric.Values.Max(),
        _ => metric.Values.Min(x => Math.Min(x / metric.Overall, metric.Overall / x)),
    };

    private string Lack(IReadOnlyList<GroupMetric> members, DisparityKind kind) =>
        members.All(x => Compare(x).Groups.Count < 2)
            ? string.Create(CultureInfo.InvariantCulture, $"fewer than two groups have {minimum} rows that count")
            : kind == DisparityKind.Ratio ? "a ratio needs values above 0" : "it is not defined for the groups";

    /// <summary>Of several metrics a group is named once, with the fewest rows that one of them rests on.</summary>
    private IReadOnlyList<GroupLeftOut> LeftOut(IReadOnlyList<GroupMetric> members) =>
    [
        .. frame.Groups.Select((group, x) =>
                new GroupLeftOut(group.Name, members.Count == 0 ? 0 : members.Min(y => values.Samples(begin + x, y))))
            .Where(x => x.Samples < minimum),
    ];

    private string NameOf(ComparedGroups groups, double value) =>
        frame.Groups[groups.Groups[Array.IndexOf(groups.Contrasted.Values, value)]].Name;

    private sealed record ComparedGroups(IReadOnlyList<int> Groups, ContrastedMetric Contrasted);
}
