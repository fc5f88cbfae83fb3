using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Data.Expectations;
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

/// <summary>Holds windows of one series against the rules, but for those of <see cref="Freshness"/>.</summary>
/// <param name="section">Has the rules.</param>
/// <param name="model">Whose windows they are.</param>
/// <param name="drift">What is known of their drift; null works all of it out.</param>
public sealed class RuleJudge(MonitoringSection section, WatchedModel model, WindowDrift? drift = null)
{
    /// <summary>A share of faulty values may be above what training had by so much before it is news.</summary>
    private const double FaultMargin = 0.01;

    /// <summary>Standard deviations: of a hundred columns at a limit, one is said to be above it in 300 windows.</summary>
    private const double FaultDeviations = 4;

    private const double FaultConfidence = 0.99993;

    private const int DefaultSamples = 100;

    /// <summary>Of windows before that are shown with a verdict.</summary>
    private const int MostSeries = 48;

    private static readonly DriftDetectionOptions Usual = new();

    private readonly WindowDrift _drift = drift ?? new WindowDrift(model.Reference);
    private readonly Dictionary<RuleSpec, DriftDetectionOptions> _options = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(DateTimeOffset From, bool WithDrift), IReadOnlyList<Measurement>> _figures = [];

    /// <summary>What the manifest expects of the data; nothing by default.</summary>
    public IReadOnlyList<ExpectationSpec> Expected { get; init; } = [];

    private IReadOnlyList<RuleSpec> Rules => section.Rules ?? StandardRules.All;

    /// <param name="window">The one to judge.</param>
    /// <param name="earlier">Those of the same series that came before, oldest first.</param>
    public JudgedWindow Judge(WindowDocument window, IReadOnlyList<WindowDocument> earlier)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(earlier);
        return new JudgedWindow(window, _drift.Of(window, Usual), [.. Rules.SelectMany(rule => Judge(rule, window, earlier))]);
    }

    private IEnumerable<RuleResult> Judge(RuleSpec rule, WindowDocument window, IReadOnlyList<WindowDocument> earlier) =>
        rule switch
        {
            MetricRule metric => Judge(metric, window, earlier),
            DriftRule drift => Judge(drift, window, earlier),
            QualityRule quality => Judge(quality, window, earlier),
            FairnessRule fairness => Judge(fairness, window, earlier),
            DetectorRule detector => [Judge(detector, window)],
            MultivariateRule multivariate => [Judge(multivariate, window, earlier)],
            ExpectationsRule => WindowExpectations.Judge(Expected, window, earlier.TakeLast(MostSeries - 1), rule),
            FreshnessRule => [],
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
                x.Measurements.FirstOrDefault(m => m.Name == rule.Metric && m.Column == column && m.Slice is null)
                ?? new Measurement
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
        var options = OptionsOf(rule);
        var report = _drift.Of(window, rule.Learned is { } learned ? Learned(options, learned, earlier) : options);
        foreach (var column in report!.Columns.Where(x => Means(x.Column)))
        {
            var values = earlier.TakeLast(MostSeries - 1).Select(x => ValueOf(x, options, column.Column)).Append(column.Value);
            yield return new RuleResult(rule, column.ToResult(rule.Severity)) { Series = [.. values] };
        }
    }

    /// <summary>A rule's own, where it has any: a method, a limit, how many samples.</summary>
    private DriftDetectionOptions OptionsOf(DriftRule rule)
    {
        if (rule.Method is null && rule.SamplesAtLeast == DefaultSamples)
            return Usual;
        if (_options.TryGetValue(rule, out var known))
            return known;
        var own = new ColumnDriftOptions
        {
            Method = rule.Method is { } name ? DriftMethods.Find(name) : null,
            Limit = rule.Criterion is Criterion.AtMost most ? most.Limit : null,
        };
        return _options[rule] = new DriftDetectionOptions
        {
            MinimumSamples = rule.SamplesAtLeast,
            Columns = Columns.ToDictionary(x => x, _ => own, StringComparer.Ordinal),
        };
    }

    /// <summary>The same, with what was measured of each column in the first windows as its limit.</summary>
    private DriftDetectionOptions Learned(
        DriftDetectionOptions options, LearnedLimit learned, IReadOnlyList<WindowDocument> earlier) =>
        options with
        {
            Columns = Columns.ToDictionary(
                x => x,
                x => options.Columns.GetValueOrDefault(x, new ColumnDriftOptions()) with
                {
                    ReferenceValues = [.. earlier.Take(learned.Windows).Select(y => ValueOf(y, options, x)).OfType<double>()],
                    Deviations = learned.Deviations,
                },
                StringComparer.Ordinal),
        };

    private IEnumerable<string> Columns =>
        model.Reference!.InputProfiles.Concat(model.Reference.OutputProfiles).Select(x => x.Name);

    private double? ValueOf(WindowDocument window, DriftDetectionOptions options, string column) =>
        _drift.Of(window, options)?.Columns.FirstOrDefault(x => x.Column == column)?.Value;

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

    private Measurement Faulty(WindowDocument window, QualityRule rule, string column)
    {
        if (rule.Fault == QualityFault.OutOfVocabulary)
            return NewTexts(window, rule, column);
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

    private Measurement NewTexts(WindowDocument window, QualityRule rule, string column)
    {
        var drift = _drift.Of(window, Usual)?.Columns.FirstOrDefault(x => x.Column == column);
        return new Measurement
        {
            Name = rule.Words,
            Column = column,
            Samples = drift?.Samples ?? 0,
            Value = drift?.Text?.OutOfVocabulary is { } share
                ? share
                : new MeasuredValue.NotApplicable(window.Rows == 0
                    ? "there were no predictions"
                    : $"'{column}' is no text whose values are known"),
        };
    }

    private static RuleResult Judge(MultivariateRule rule, WindowDocument window, IReadOnlyList<WindowDocument> earlier)
    {
        var name = MultivariateMonitor.NameOf(rule.Method);
        var limited = rule.Learned is null ? rule with { Criterion = rule.Limit } : rule;
        var result = Held(limited, window, earlier, Measured);
        return result with { Rule = rule };

        Measurement Measured(WindowDocument of)
        {
            var without = of.Rows == 0 ? "there were no predictions" : "the window was made before this was asked for";
            var found = of.Measurements.FirstOrDefault(x => x.Name == name)
                ?? new Measurement { Name = name, Value = new MeasuredValue.NotApplicable(without) };
            return found with { Interval = null };
        }
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

    private Measurement? Single(WindowDocument window, string name)
    {
        var key = (window.From, WithDrift: name == WindowFigures.DriftShare);
        if (!_figures.TryGetValue(key, out var figures))
            _figures[key] = figures = WindowFigures.Of(window, key.WithDrift ? _drift.Of(window, Usual) : null);
        return figures.FirstOrDefault(x => x.Name == name && x.Column is null && x.Slice is null);
    }

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
