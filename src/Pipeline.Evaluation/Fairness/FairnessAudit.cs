using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Gates;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Fairness;

/// <summary>Measures how a model treats the groups of protected columns.</summary>
/// <param name="rows">The test rows with truth and answers.</param>
/// <param name="spec">What the manifest wants of it.</param>
/// <param name="options">How resamples are drawn.</param>
/// <param name="confidence">Of intervals.</param>
internal sealed class FairnessAudit(JudgedRows rows, FairnessSpec spec, BootstrapOptions options, double confidence)
{
    private GroupMetrics Metrics =>
        field ??= KnowsTruth ? GroupMetrics.Of(rows.Label) : GroupMetrics.Of(rows.Label).WithoutTruth();

    /// <summary>
    /// False where nobody knows what is true of the rows: then groups are compared by what they are answered. Default: true.
    /// </summary>
    public bool KnowsTruth { get; init; } = true;

    /// <summary>Gates that ask for what is not there, and cuts that make no groups: known before there is a model.</summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="columns">The protected ones.</param>
    public static IReadOnlyList<Problem> Check(BoundManifest<ModelFrame> manifest, IReadOnlyList<string> columns)
    {
        var section = manifest.Get<EvaluationSection>();
        var (problems, task) = (new List<Problem>(), manifest.Frame.Task);
        foreach (var gate in section.Gates.OfType<FairnessGate>())
        {
            var path = manifest.PathOf(gate);
            if (FairnessMetric.Refuse(gate.Name, task) is var (message, hint))
                problems.Add(manifest.Locate($"{path}.fairness").Problem(message, hint));
            if (columns.Count == 0 && gate.Column.Count == 0)
            {
                problems.Add(manifest.Locate($"{path}.fairness").Problem(
                    "The gate asks for every protected column, and there is none.", "Name them in data.protected."));
            }

            problems.AddRange(gate.Column.Index().Where(x => !columns.Contains(x.Item)).Select(x => manifest
                .Locate($"{path}.column[{x.Index}]").Problem($"'{x.Item}' is not a protected column.", Hint(x.Item, columns))));
        }

        foreach (var (column, cuts) in section.Fairness.Cuts)
        {
            var place = manifest.Locate($"evaluation.fairness.cuts.{column}");
            if (!columns.Contains(column))
                problems.Add(place.Problem($"'{column}' is not a protected column.", Hint(column, columns)));
            if (cuts.Count == 0 || cuts.Zip(cuts.Skip(1)).Any(x => x.First >= x.Second))
                problems.Add(place.Problem("Groups of numbers begin at ascending numbers, at least one.", "Write [25, 40, 60]."));
        }

        return problems;
    }

    /// <summary>Protected columns that the rows have not, and cuts of what is no number.</summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="data">With its protected columns.</param>
    public static IReadOnlyList<Problem> Check(BoundManifest<ModelFrame> manifest, LabelledData data)
    {
        var names = data.Rows.Columns.Select(x => x.Name).ToList();
        return
        [
            .. data.Protected.Index().Where(x => !names.Contains(x.Item)).Select(x => manifest
                .Locate($"data.protected[{x.Index}]")
                .Problem($"The data has no protected column '{x.Item}'.", NearestNames.Hint(x.Item, names))),
            .. manifest.Get<EvaluationSection>().Fairness.Cuts.Keys
                .Where(x => data.Rows.TryGet(x, out var column) && column is not NumberColumn)
                .Select(x => manifest.Locate($"evaluation.fairness.cuts.{x}").Problem(
                    $"'{x}' has no numbers to divide.", "Remove it from cuts.")),
        ];
    }

    /// <summary>Null where no column is protected.</summary>
    /// <param name="data">All rows, so that a group which the test rows do not have is named, too.</param>
    /// <param name="gates">Whose combinations of columns are measured, whatever the options.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public FairnessReport? Measure(
        LabelledData data, IEnumerable<FairnessGate> gates, CancellationToken cancellationToken)
    {
        if (data.Protected.Count == 0)
            return null;
        var frames = Frames(data, gates).Select(x => x.Take(data.TestIndexes)).ToList();
        if (rows.Answers.Broken is { } broken)
            return Report([], [.. frames.Select(x => Without(x, broken))]);
        var measured = frames.Where(x => x.Refused is null).ToList();
        var sample = new GroupSample(rows, Metrics, measured);
        var values = new GroupValuesTable(Metrics.All, sample, sample.Resample(options, cancellationToken), confidence);
        var described = new FairnessFrame[measured.Count];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads ?? Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        Parallel.For(0, measured.Count, parallel, x => described[x] = Describe(measured[x], sample.Begins[x], values));
        var inOrder = new Queue<FairnessFrame>(described);
        return Report(
            values.Measure(0, null),
            [.. frames.Select(x => x.Refused is { } refused ? Without(x, refused) : inOrder.Dequeue())]);
    }

    private static string Hint(string column, IReadOnlyList<string> columns) => columns.Count == 0
        ? "Name it in data.protected."
        : $"{NearestNames.Hint(column, columns.ToList())} What groups may be held to is named in data.protected.";

    private FairnessReport Report(IReadOnlyList<Measurement> overall, IReadOnlyList<FairnessFrame> frames) =>
        new() { MinimumGroup = spec.MinimumGroup, Overall = overall, Frames = frames };

    private IEnumerable<GroupFrame> Frames(LabelledData data, IEnumerable<FairnessGate> gates)
    {
        var single = data.Protected.Select(x => GroupFrame.Of(data.Rows[x], spec.Cuts.GetValueOrDefault(x))).ToList();
        var frames = new List<GroupFrame>(single);
        for (var first = 0; first < single.Count && spec.Intersections; first++)
        {
            for (var second = first + 1; second < single.Count; second++)
                frames.Add(GroupFrame.Cross(single[first], single[second]));
        }

        foreach (var columns in gates.Select(x => x.Column).Where(x => x.Count > 1))
        {
            if (!frames.Exists(frame => frame.Columns.Order().SequenceEqual(columns.Order())))
                frames.Add(columns.Select(x => single[data.Protected.ToList().IndexOf(x)]).Aggregate(GroupFrame.Cross));
        }

        return frames;
    }

    private static FairnessFrame Without(GroupFrame frame, string reason) =>
        new() { Columns = frame.Columns, Refused = reason, Groups = [], Disparities = [] };

    private FairnessFrame Describe(GroupFrame frame, int begin, GroupValuesTable values)
    {
        var members = new List<int>[frame.Groups.Count];
        for (var group = 0; group < members.Length; group++)
            members[group] = [];
        foreach (var (row, group) in frame.Codes.Index())
            members[group].Add(row);
        var measure = new DisparityMeasure(frame, begin, values, spec.MinimumGroup, confidence);
        return new FairnessFrame
        {
            Columns = frame.Columns,
            Groups =
            [
                .. frame.Groups.Select((group, x) => new FairnessGroup
                {
                    Name = group.Name,
                    Values = group.Values,
                    Rows = members[x].Count,
                    Classes = KnowsTruth ? rows.Count(members[x]) : [],
                    Measurements = values.Measure(begin + x, group.Name),
                }),
            ],
            Disparities =
            [
                .. FairnessMetric.Of(rows.Task).Where(x => KnowsTruth || x.Metrics.All(y => Metrics.Named(y).Any()))
                    .SelectMany(x => measure.Of(x, Metrics)),
            ],
            Proposals = KnowsTruth && rows.Task == ModelTask.BinaryClassification
                ? ThresholdSearch.Propose(rows, frame, members, spec.MinimumGroup)
                : [],
        };
    }
}

/// <summary>Each metric of each group, as it is and in each resample.</summary>
internal sealed class GroupValuesTable
{
    private readonly IReadOnlyList<GroupMetric> Metrics;
    private readonly Dictionary<GroupMetric, int> _places = new(ReferenceEqualityComparer.Instance);
    private readonly ResampledValues? _resampled;
    private readonly double _confidence;
    private readonly double[] _values;
    private readonly double[] _samples;

    /// <param name="metrics">In the order of the sample's values.</param>
    /// <param name="sample">Of all rows.</param>
    /// <param name="resampled">Null where nothing is known of other samples.</param>
    /// <param name="confidence">Of intervals.</param>
    public GroupValuesTable(
        IReadOnlyList<GroupMetric> metrics, GroupSample sample, ResampledValues? resampled, double confidence)
    {
        (Metrics, _resampled, _confidence) = (metrics, resampled, confidence);
        (_values, _samples) = (sample.Measure(), sample.CountSamples());
        foreach (var (place, metric) in metrics.Index())
            _places.Add(metric, place);
    }

    public double Value(int group, GroupMetric metric) => _values[Place(group, metric)];

    public int Samples(int group, GroupMetric metric) => (int)_samples[Place(group, metric)];

    /// <summary>Null where nothing is known of other samples.</summary>
    public double[]? Resampled(int group, GroupMetric metric) => _resampled?.Of(Place(group, metric));

    /// <summary>Every metric of a group, each with percentiles of its resamples.</summary>
    /// <param name="group">Its place; 0 for all rows.</param>
    /// <param name="slice">Its name; null for all rows.</param>
    public IReadOnlyList<Measurement> Measure(int group, string? slice) =>
        [.. Metrics.Select(metric => Measure(group, metric, slice))];

    private Measurement Measure(int group, GroupMetric metric, string? slice)
    {
        var samples = Samples(group, metric);
        var measured = new Measurement
        {
            Name = metric.Name,
            Slice = slice,
            Samples = samples,
            Value = samples == 0 ? new MeasuredValue.NotApplicable(metric.Lacks) : Value(group, metric),
        };
        return measured.Value is MeasuredValue.Number ? measured with { Interval = Interval(group, metric) } : measured;
    }

    private ConfidenceInterval Interval(int group, GroupMetric metric) => Resampled(group, metric) is { } resampled
        ? PercentileInterval.Of(resampled, _confidence, metric.Lowest, metric.Highest)
        : new ConfidenceInterval(metric.Lowest, metric.Highest, _confidence);

    private int Place(int group, GroupMetric metric) => (group * Metrics.Count) + _places[metric];
}
