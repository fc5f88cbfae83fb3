using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Windows;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Rules;

/// <summary>A verdict on one window.</summary>
/// <param name="Rule">That asked.</param>
/// <param name="Result">What was measured, and what follows.</param>
public sealed record RuleResult(RuleSpec Rule, CheckResult Result)
{
    /// <summary>What was measured in this window and those before, oldest first; null where it was not.</summary>
    public IReadOnlyList<double?> Series { get; init; } = [];
}

/// <summary>A window with all verdicts on it.</summary>
/// <param name="Window">What was measured.</param>
/// <param name="Drift">Of all its columns; null where nothing is known to compare with.</param>
/// <param name="Results">In the order of the rules.</param>
public sealed record JudgedWindow(WindowDocument Window, DriftReport? Drift, IReadOnlyList<RuleResult> Results);

/// <summary>Holds windows of one series against the rules.</summary>
/// <param name="section">Has the rules.</param>
/// <param name="model">Whose windows they are.</param>
public sealed class RuleJudge(MonitoringSection section, WatchedModel model)
{
    /// <summary>A share of faulty values may be above what training had by so much before it is news.</summary>
    private const double FaultMargin = 0.01;

    /// <summary>Standard deviations: of a hundred columns at a limit, one is said to be above it in 300 windows.</summary>
    private const double FaultDeviations = 4;

    private const double FaultConfidence = 0.99993;

    private const int DefaultSamples = 100;

    /// <summary>Of windows before that are shown with a verdict.</summary>
    private const int MostSeries = 48;

    private readonly Dictionary<DateTimeOffset, DriftReport?> _drift = [];

    private IReadOnlyList<RuleSpec> Rules => section.Rules ?? StandardRules.All;

    /// <param name="window">The one to judge.</param>
    /// <param name="earlier">Those of the same series that came before, oldest first.</param>
    public JudgedWindow Judge(WindowDocument window, IReadOnlyList<WindowDocument> earlier)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(earlier);
        return new JudgedWindow(window, DriftOf(window), [.. Rules.SelectMany(rule => Judge(rule, window, earlier))]);
    }

    private IEnumerable<RuleResult> Judge(RuleSpec rule, WindowDocument window, IReadOnlyList<WindowDocument> earlier) =>
        rule switch
        {
            MetricRule metric => Judge(metric, window, earlier),
            DriftRule drift => Judge(drift, window, earlier),
            QualityRule quality => Judge(quality, window, earlier),
            FairnessRule fairness => Judge(fairness, window, earlier),
            DetectorRule detector => [Judge(detector, window)],
            _ => throw new InvalidOperationException($"'{rule.GetType().Name}' is no rule."),
        };

    private IEnumerable<RuleResult> Judge(MetricRule rule, WindowDocument window, IReadOnlyList<WindowDocument> earlier)
    {
        yield return Held(rule, window, earlier, x => Single(x, rule.Metric) ?? new Measurement
        {
            Name = rule.Metric,
            Value = x.Rows == 0
                ? new MeasuredValue.NotApplicable("there were no predictions")
                : new MeasuredValue.NotMeasured("the window does not have it"),
        });
    }

    private IEnumerable<RuleResult> Judge(FairnessRule rule, WindowDocument window, IReadOnlyList<WindowDocument> earlier)
    {
        var columns = rule.Columns.Count > 0 ? rule.Columns : model.Protected;
        foreach (var column in columns)
        {
            yield return Held(rule, window, earlier, x =>
                x.Measurements.FirstOrDefault(m => m.Name == rule.Metric && m.Column == column) ?? new Measurement
                {
                    Name = rule.Metric,
                    Column = column,
                    Value = new MeasuredValue.NotApplicable(x.Rows == 0
                        ? "there were no predictions"
                        : $"'{column}' is not logged, or the metric needs outcomes that are not known"),
                });
        }
    }

    /// <summary>One number of each window, held against the limit that is written or learned.</summary>
    private static RuleResult Held(
        RuleSpec rule, WindowDocument window, IReadOnlyList<WindowDocument> earlier, Func<WindowDocument, Measurement> measure)
    {
        var measured = measure(window);
        var before = earlier.Select(measure).ToList();
        var series = before.Append(measured).Select(NumberOf).ToList();
        var check = new Check
        {
            Id = rule.Id,
            Criterion = rule.Criterion ?? new Criterion.AtLeast(0),
            Severity = rule.Severity,
            Inconclusive = Severity.Warn,
            MinimumSamples = measured.Name == WindowFigures.Predictions ? 0 : rule.SamplesAtLeast,
        };
        if (rule.Learned is not { } learned)
            return new RuleResult(rule, check.Judge(measured)) { Series = series };
        var known = before.Select(NumberOf).OfType<double>().Take(learned.Windows).ToList();
        if (known.Count < learned.Windows)
        {
            var verdict = Verdict.Skipped(string.Create(
                CultureInfo.InvariantCulture,
                $"The limit of {measured.Name} is learned from {learned.Windows} windows; there are {known.Count} so far."));
            return new RuleResult(rule, new CheckResult(check, measured, verdict)) { Series = series };
        }

        var (mean, deviation) = (known.Average(), Deviation(known));
        check = check with
        {
            Criterion = new Criterion.Between(mean - (learned.Deviations * deviation), mean + (learned.Deviations * deviation)),
        };
        return new RuleResult(rule, check.Judge(measured with { Interval = null })) { Series = series };
    }

    private IEnumerable<RuleResult> Judge(DriftRule rule, WindowDocument window, IReadOnlyList<WindowDocument> earlier)
    {
        if (model.Reference is not { } reference)
        {
            yield return new RuleResult(rule, Without(rule, "nothing was kept of what the model learned from"));
            yield break;
        }

        if (window.Rows == 0)
        {
            yield return new RuleResult(rule, Without(rule, "there were no predictions"));
            yield break;
        }

        var inputs = reference.InputProfiles.Select(x => x.Name).ToHashSet();
        var outputs = reference.OutputProfiles.Select(x => x.Name).ToHashSet();
        bool Means(string column) => rule.Columns.Any(x =>
            x == column
            || (x == DriftRule.Inputs && inputs.Contains(column))
            || (x == DriftRule.Outputs && outputs.Contains(column)));
        var isOwn = rule.Method is not null || rule.Learned is not null || rule.SamplesAtLeast != DefaultSamples;
        var report = isOwn ? Compare(window, OptionsOf(rule, earlier)) : DriftOf(window);
        foreach (var column in report!.Columns.Where(x => Means(x.Column)))
        {
            var values = earlier.TakeLast(MostSeries - 1)
                .Select(x => DriftOf(x)?.Columns.FirstOrDefault(y => y.Column == column.Column)?.Value)
                .Append(column.Value);
            yield return new RuleResult(rule, column.ToResult(rule.Severity)) { Series = [.. values] };
        }
    }

    private DriftDetectionOptions OptionsOf(DriftRule rule, IReadOnlyList<WindowDocument> earlier)
    {
        var limit = rule.Criterion is Criterion.AtMost most ? most.Limit : (double?)null;
        var options = new DriftDetectionOptions { MinimumSamples = rule.SamplesAtLeast };
        var own = new ColumnDriftOptions
        {
            Method = rule.Method is { } name ? DriftMethods.Find(name) : null,
            Limit = limit,
        };
        var columns = model.Reference!.InputProfiles.Concat(model.Reference.OutputProfiles).ToDictionary(
            x => x.Name,
            x => rule.Learned is { } learned
                ? own with { ReferenceValues = Values(x.Name, own, learned, earlier), Deviations = learned.Deviations }
                : own,
            StringComparer.Ordinal);
        return options with { Columns = columns };
    }

    private List<double> Values(
        string column, ColumnDriftOptions own, LearnedLimit learned, IReadOnlyList<WindowDocument> earlier)
    {
        var options = new DriftDetectionOptions
        {
            Columns = new Dictionary<string, ColumnDriftOptions> { [column] = own },
        };
        return
        [
            .. earlier.Take(learned.Windows)
                .Select(x => Compare(x, options)?.Columns.FirstOrDefault(y => y.Column == column)?.Value).OfType<double>(),
        ];
    }

    private IEnumerable<RuleResult> Judge(QualityRule rule, WindowDocument window, IReadOnlyList<WindowDocument> earlier)
    {
        var columns = rule.Columns.Count > 0 ? rule.Columns : [.. model.Signature.Inputs.Select(x => x.Name)];
        foreach (var column in columns)
        {
            if (rule.Criterion is not null || rule.Learned is not null)
                yield return Held(rule, window, earlier, x => Faulty(x, rule, column) with { Interval = null });
            else
                yield return BeyondTraining(rule, window, earlier, column);
        }
    }

    /// <summary>Without a limit of its own: more than in training, by more than a margin, and by more than chance.</summary>
    private RuleResult BeyondTraining(
        QualityRule rule, WindowDocument window, IReadOnlyList<WindowDocument> earlier, string column)
    {
        var measurement = Faulty(window, rule, column);
        var known = model.Reference?.InputProfiles.FirstOrDefault(x => x.Name == column);
        var usual = rule.Fault == QualityFault.Missing && known is { } profile
            ? profile.Missing / (double)Math.Max(1, profile.Count + profile.Missing)
            : 0;
        var limit = usual + FaultMargin;
        var check = new Check
        {
            Id = $"{rule.Id}/{column}",
            Criterion = new Criterion.AtMost(limit),
            Severity = rule.Severity,
            Inconclusive = Severity.Warn,
            MinimumSamples = rule.SamplesAtLeast,
        };
        var result = check.Judge(measurement with { Interval = null });
        if (result.Verdict.Outcome == Outcome.Failed && measurement.Interval!.Low <= limit)
            result = check.Judge(measurement);
        var series = earlier.TakeLast(MostSeries - 1).Select(x => NumberOf(Faulty(x, rule, column)));
        return new RuleResult(rule, result) { Series = [.. series, NumberOf(measurement)] };
    }

    private static Measurement Faulty(WindowDocument window, QualityRule rule, string column)
    {
        var profile = window.InputProfiles.FirstOrDefault(x => x.Name == column);
        var faults = window.Faults.FirstOrDefault(x => x.Column == column) ?? new ColumnFaults(column, 0, 0, 0, 0);
        var rows = (profile?.Count ?? 0) + (profile?.Missing ?? 0);
        var (faulty, values) = rule.Fault switch
        {
            QualityFault.Missing => ((profile?.Missing ?? 0) + faults.Absent, rows + faults.Absent),
            QualityFault.Unseen => (faults.Unseen, profile?.Count ?? 0),
            QualityFault.OutOfRange => (faults.OutOfRange, profile?.Count ?? 0),
            _ => (faults.TypeFaults, rows + faults.TypeFaults),
        };
        values = Math.Max(values, faulty);
        var measurement = new Measurement
        {
            Name = rule.Words,
            Column = column,
            Value = values > 0 ? faulty / (double)values : new MeasuredValue.NotApplicable("there were no values"),
            Samples = values,
        };
        if (values == 0)
            return measurement;
        var (low, high) = Wilson.Interval(faulty, values, FaultDeviations);
        return measurement with { Interval = new ConfidenceInterval(low, high, FaultConfidence) };
    }

    private static RuleResult Judge(DetectorRule rule, WindowDocument window)
    {
        var name = RowsMeasurer.NameOf(rule.Detector);
        var measured = window.Measurements.FirstOrDefault(x => x.Name == name) ?? new Measurement
        {
            Name = name,
            Value = new MeasuredValue.NotApplicable("no outcome is known yet"),
        };
        var check = new Check
        {
            Id = rule.Id,
            Criterion = new Criterion.AtMost(0),
            Severity = rule.Severity,
            Inconclusive = Severity.Warn,
        };
        return new RuleResult(rule, check.Judge(measured));
    }

    private Measurement? Single(WindowDocument window, string name) => WindowFigures
        .Of(window, name == WindowFigures.DriftShare ? DriftOf(window) : null)
        .FirstOrDefault(x => x.Name == name && x.Column is null && x.Slice is null);

    private DriftReport? DriftOf(WindowDocument window)
    {
        if (!_drift.TryGetValue(window.From, out var drift))
            _drift[window.From] = drift = Compare(window, new DriftDetectionOptions());
        return drift;
    }

    private DriftReport? Compare(WindowDocument window, DriftDetectionOptions options) =>
        model.Reference is { } reference && window.Rows > 0
        ? DriftDetector.Compare(
            [.. reference.InputProfiles, .. reference.OutputProfiles],
            [.. window.InputProfiles, .. window.OutputProfiles],
            options)
        : null;

    private static CheckResult Without(RuleSpec rule, string because)
    {
        var check = new Check { Id = rule.Id, Criterion = new Criterion.AtMost(0), Severity = rule.Severity };
        var measurement = new Measurement { Name = "drift", Value = new MeasuredValue.NotApplicable(because) };
        return check.Judge(measurement);
    }

    private static double? NumberOf(Measurement measurement) =>
        measurement.Value is MeasuredValue.Number number ? number.Value : null;

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (values.Count - 1));
    }
}
