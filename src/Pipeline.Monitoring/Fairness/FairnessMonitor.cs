using Pipeline.Core.Checks;
using Pipeline.Evaluation.Fairness;
using Pipeline.Evaluation.Production;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Performance;

namespace Pipeline.Monitoring.Fairness;

/// <summary>Says of a window how the model treated the groups of protected columns.</summary>
/// <param name="spec">What the manifest's evaluation wants of it.</param>
/// <param name="options">How intervals are made.</param>
public sealed class FairnessMonitor(FairnessSpec spec, PerformanceOptions options)
{
    /// <summary>Of more rows, so many stand for all, drawn by chance: then a difference is known to half a percent.</summary>
    private const int MostRows = 100_000;

    /// <summary>Null where no protected column was logged or joined, and of no rows.</summary>
    /// <param name="rows">What one model answered.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public FairnessReading? Measure(PredictionRows rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Protected is not { Columns.Count: > 0 } || rows.Count == 0)
            return null;
        var audit = new GroupAudit(spec, options.Resampling, options.Confidence);
        var labelled = rows.Labelled().Sample(MostRows, options.Seed);
        rows = rows.Sample(MostRows, options.Seed);
        return new FairnessReading
        {
            Answers = audit.MeasureAnswers(rows.ToOutcomes(), rows.Label, rows.Protected!, cancellationToken),
            Outcomes = labelled.Count == 0
                ? null
                : audit.Measure(labelled.ToOutcomes(), rows.Label, labelled.Protected!, cancellationToken),
        };
    }
}

/// <summary>How a model treated groups in a window.</summary>
public sealed record FairnessReading
{
    private const int MostGroups = 12;

    private static readonly string[] Answered = ["selection_rate", "mean_prediction"];
    private static readonly string[] Right = ["true_positive_rate", "accuracy", "mean_absolute_error"];

    /// <summary>By what groups were answered, of all rows.</summary>
    public required FairnessReport Answers { get; init; }

    /// <summary>By what came true, of the rows of which that is known; null where there are none.</summary>
    public FairnessReport? Outcomes { get; init; }

    /// <summary>
    /// What groups differ by between each other, for rules: names are Fairlearn's, and the slice is the column, or columns, as
    /// "sex and race". Those that need no outcomes are of all rows. Of several metrics, the worst.
    /// </summary>
    public IReadOnlyList<FairnessMeasurement> Measurements
    {
        get
        {
            var found = Compared(Answers).ToList();
            var known = found.Select(x => (x.Measurement.Name, x.Measurement.Slice)).ToHashSet();
            return [.. found, .. Compared(Outcomes).Where(x => !known.Contains((x.Measurement.Name, x.Measurement.Slice)))];
        }
    }

    /// <summary>
    /// How each group was treated, by one column at a time: selection rates and mean answers of all rows, and of those with
    /// outcomes how often answers were right. The column is named, and the slice is the group, as "sex=F". At most the twelve
    /// largest groups of a column.
    /// </summary>
    public IReadOnlyList<Measurement> Groups => [.. GroupsOf(Answers, Answered), .. GroupsOf(Outcomes, Right)];

    private static IEnumerable<Measurement> GroupsOf(FairnessReport? report, IReadOnlyList<string> metrics) =>
        from frame in report?.Frames ?? []
        where frame is { Columns.Count: 1, Refused: null }
        from @group in frame.Groups.OrderByDescending(x => x.Rows).Take(MostGroups)
        from measured in @group.Measurements
        where metrics.Contains(measured.Name)
        select measured with { Column = frame.Columns[0], Slice = @group.Name };

    private static IEnumerable<FairnessMeasurement> Compared(FairnessReport? report) =>
        from frame in report?.Frames ?? []
        from disparity in frame.Disparities
        where disparity.Method == DisparityMethod.BetweenGroups && disparity.Aggregate != DisparityAggregate.Mean
        select new FairnessMeasurement(frame.Columns, disparity.Measurement, disparity);
}

/// <summary>What groups differ by.</summary>
/// <param name="Columns">Whose groups.</param>
/// <param name="Measurement">With a simultaneous interval over all pairs of groups.</param>
/// <param name="Disparity">Which groups are lowest and highest, and which were left out.</param>
public sealed record FairnessMeasurement(IReadOnlyList<string> Columns, Measurement Measurement, Disparity Disparity);
