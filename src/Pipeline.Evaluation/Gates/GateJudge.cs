using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Slices;
using Pipeline.Models;

namespace Pipeline.Evaluation.Gates;

/// <summary>Holds what was measured against gates.</summary>
/// <param name="evidence">What was measured.</param>
/// <param name="rowCount">How many test rows there are.</param>
/// <param name="sourceOf">Where a gate stands in the manifest.</param>
internal sealed class GateJudge(Evidence evidence, int rowCount, Func<GateSpec, string?> sourceOf)
{
    private const string OnFolds = "cross-validation";

    private static readonly MeasuredValue WithoutFolds =
        new MeasuredValue.NotMeasured("the model was trained without cross-validation; train it again");

    /// <summary>In the order of the gates; a gate on a slice has a result for each group.</summary>
    public CheckReport Judge(IEnumerable<GateSpec> gates)
    {
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        return new CheckReport([.. gates.SelectMany(Judge).Select(x => Distinct(x, used))]);
    }

    private IEnumerable<CheckResult> Judge(GateSpec gate) => gate switch
    {
        MetricGate { On: GateRows.CrossValidation } x =>
            [CheckOf(x, $"{x.Name}/{OnFolds}").Judge(Folds(x.Name))],
        MetricGate { WorstOf: { } columns } x => [Judge(x, columns)],
        MetricGate { Slice: null } x => [CheckOf(x, x.Measured).Judge(Measured(x, null, evidence.Overall))],
        MetricGate { Slice: { } slice } x => evidence.Slices[slice].Column.Groups
            .Zip(evidence.Slices[slice].Parts, (group, part) => Judge(x, group, Measured(x, group, part.Measurements))),
        _ => evidence.Sources.First(source => source.Knows(gate)).Measure(gate)
            .Select(measured => Judge(CheckOf(gate, measured.Subject, measured.IsSampled), measured)),
    };

    private Measurement Folds(string metric) => evidence.Folds.FirstOrDefault(measured => measured.Name == metric) is { } folds
        ? folds with { Slice = OnFolds }
        : new Measurement { Name = metric, Slice = OnFolds, Value = WithoutFolds };

    private static CheckResult Judge(Check check, GateMeasurement measured) => measured.Verdict is { } verdict
        ? new CheckResult(check, measured.Measurement, verdict)
        : check.Judge(measured.Measurement);

    private Measurement Measured(MetricGate gate, SliceGroup? group, IReadOnlyList<Measurement> measured)
    {
        var plain = measured.Single(x => x.Name == gate.Measured);
        if (gate.Criterion is not Criterion.NoWorseThan criterion || plain.Value is not MeasuredValue.Number)
            return plain;
        var (metric, reference) = (evidence.Sensor.Find(gate.Measured)!, evidence.References[criterion.Reference]);
        return reference.Absent is { } absent
            ? plain with { Comparison = Without(absent, metric, criterion) }
            : evidence.Sensor.Compare(
                metric, reference.Pair(metric, group?.Name, group?.Rows ?? Enumerable.Range(0, rowCount)), criterion);
    }

    private CheckResult Judge(MetricGate gate, IReadOnlyList<string> columns)
    {
        var metric = evidence.Sensor.Find(gate.Measured)!;
        var place = evidence.Sensor.Metrics.Index().First(x => x.Item == metric).Index;
        var groups = columns.SelectMany(column => evidence.Slices[column].Column.Groups.Zip(
            evidence.Slices[column].Parts,
            (group, part) => new TestedGroup(group, part.Measurements[place], part.Resampled(place)))).ToList();
        return new WorstOf(gate, evidence.Confidence, evidence.IsByRow)
            .Judge(metric, groups, CheckOf(gate, $"{gate.Measured}/worst-of:{string.Join('+', columns)}"));
    }

    private static Comparison Without(MeasuredValue absent, IMetric metric, Criterion.NoWorseThan criterion) =>
        new() { Reference = criterion.Reference, Value = absent, HigherIsBetter = metric.HigherIsBetter };

    /// <summary>A group that is too small is inconclusive, also where its few rows happen to have one class.</summary>
    private CheckResult Judge(MetricGate gate, SliceGroup group, Measurement measurement)
    {
        var check = CheckOf(gate, $"{gate.Measured}/{group.Name}");
        return measurement.Value is MeasuredValue.NotApplicable && group.Rows.Count < gate.SamplesAtLeast
            ? new CheckResult(check, measurement, TooFew(gate, group))
            : check.Judge(measurement);
    }

    private static Verdict TooFew(MetricGate gate, SliceGroup group) => Verdict.Inconclusive(string.Create(
        CultureInfo.InvariantCulture,
        $"{gate.Name} for {group.Name} has {group.Rows.Count} rows; at least {gate.SamplesAtLeast} are required."));

    private Check CheckOf(GateSpec gate, string subject, bool isSampled = true) => new()
    {
        Id = $"{subject}/{Kind(gate.Criterion)}",
        Criterion = gate.Criterion,
        Severity = gate.Severity,
        Inconclusive = gate.Inconclusive,
        MinimumSamples = isSampled ? gate.SamplesAtLeast : 0,
        Source = sourceOf(gate),
    };

    private static string Kind(Criterion criterion) => criterion switch
    {
        Criterion.AtLeast => "at-least",
        Criterion.AtMost => "at-most",
        Criterion.Between => "between",
        Criterion.NoWorseThan => "no-worse-than",
        _ => throw new UnreachableException(),
    };

    /// <summary>A limit that is asked for twice is two checks, "roc_auc/at-least" and "roc_auc/at-least#2".</summary>
    private static CheckResult Distinct(CheckResult result, Dictionary<string, int> used)
    {
        var id = result.Check.Id;
        used[id] = used.GetValueOrDefault(id) + 1;
        return used[id] == 1 ? result : result with { Check = result.Check with { Id = $"{id}#{used[id]}" } };
    }
}

/// <summary>What was measured of a model, for gates to be held against.</summary>
/// <param name="Overall">Of all test rows, every metric.</param>
/// <param name="Slices">By column.</param>
/// <param name="References">What gates compare with, by the name that they have for it.</param>
/// <param name="Sensor">It measures what is compared.</param>
/// <param name="Folds">Of the folds of the train rows, every metric; none where the model was trained without.</param>
/// <param name="Sources">What gates of other kinds than metrics ask.</param>
internal sealed record Evidence(
    IReadOnlyList<Measurement> Overall,
    IReadOnlyDictionary<string, MeasuredSlice> Slices,
    IReadOnlyDictionary<string, IReference> References,
    MetricSensor Sensor,
    IReadOnlyList<Measurement> Folds,
    IReadOnlyList<IGateSource> Sources)
{
    /// <summary>Of the intervals.</summary>
    public required double Confidence { get; init; }

    /// <summary>Rows are drawn one by one, and not in groups.</summary>
    public required bool IsByRow { get; init; }
}

/// <summary>Measures what gates of one kind ask for.</summary>
internal interface IGateSource
{
    bool Knows(GateSpec gate);

    /// <summary>One for each thing that must hold to the gate's criterion.</summary>
    /// <param name="gate">Of the kind that it knows.</param>
    IEnumerable<GateMeasurement> Measure(GateSpec gate);
}

/// <param name="Subject">What was measured, as ids of checks begin: "demographic_parity_difference/sex".</param>
/// <param name="Measurement">What came of it.</param>
/// <param name="Verdict">What is said of it whatever the criterion; null, the default, lets the criterion judge.</param>
internal sealed record GateMeasurement(string Subject, Measurement Measurement, Verdict? Verdict = null)
{
    /// <summary>It rests on samples, of which there must be enough; a size in bytes does not. True by default.</summary>
    public bool IsSampled { get; init; } = true;
}
