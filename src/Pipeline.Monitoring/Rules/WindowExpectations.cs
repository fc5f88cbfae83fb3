using Pipeline.Core.Checks;
using Pipeline.Data.Expectations;
using Pipeline.Data.Profiling;
using Pipeline.Models.Documents;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring.Rules;

/// <summary>
/// Holds a window's inputs to what the manifest expects of the data, as far as the profile of a window can tell: that has
/// figures of columns, and no row.
/// </summary>
internal static class WindowExpectations
{
    private const string NeedsRows = "a window keeps no rows, by which alone that can be said";
    private const string OfDatasets = "that is said of a dataset, and not of traffic";

    /// <summary>One result for each expectation and column; what cannot be said is skipped, with the reason.</summary>
    /// <param name="expected">The manifest's.</param>
    /// <param name="window">Any.</param>
    /// <param name="earlier">For what is shown beside it.</param>
    /// <param name="rule">How it is judged.</param>
    public static IEnumerable<RuleResult> Judge(
        IReadOnlyList<ExpectationSpec> expected, WindowDocument window, IEnumerable<WindowDocument> earlier, RuleSpec rule) =>
        expected.SelectMany(Questions).Select(x => new RuleResult(rule, Judge(x, window, rule))
        {
            Series = x.Refusal is null ? [.. earlier.Append(window).Select(y => NumberOf(x, y))] : [],
        });

    private static double? NumberOf(Question asked, WindowDocument window) =>
        Measure(asked, window).Value is MeasuredValue.Number(var value) ? value : null;

    private static Measurement Measure(Question asked, WindowDocument window)
    {
        var profile = window.InputProfiles.FirstOrDefault(x => x.Name == asked.Column);
        return new Measurement
        {
            Name = asked.Name,
            Column = asked.Column,
            Slice = asked.Name,
            Value = Value(asked, profile, window),
            Samples = profile is null ? 0 : profile.Count + profile.Missing,
        };
    }

    private static CheckResult Judge(Question asked, WindowDocument window, RuleSpec rule)
    {
        var check = new Check
        {
            Id = $"{rule.Id}/{asked.Name}{(asked.Column is null ? "" : $"/{asked.Column}")}",
            Criterion = asked.Criterion,
            Severity = rule.Severity,
            Inconclusive = Severity.Warn,
            MinimumSamples = rule.SamplesAtLeast,
        };
        return check.Judge(Measure(asked, window));
    }

    private static MeasuredValue Value(Question asked, ColumnProfile? profile, WindowDocument window) =>
        window.Rows == 0 ? new MeasuredValue.NotApplicable("there were no predictions")
        : asked.Refusal is { } refusal ? new MeasuredValue.NotApplicable(refusal)
        : profile is null ? new MeasuredValue.NotApplicable($"the model does not read '{asked.Column}'")
        : profile.IsPersonal && asked.Name != "missing"
            ? new MeasuredValue.NotApplicable($"'{asked.Column}' is personal, so that nothing but counts is kept")
        : asked.Measure(profile) is { } value ? value
        : new MeasuredValue.NotApplicable($"the values of '{asked.Column}' have no such figure");

    private static IEnumerable<Question> Questions(ExpectationSpec expected) => expected switch
    {
        ExpectationSpec.NotNull x => x.Columns.Select(column =>
            new Question("missing", column, new Criterion.AtMost(1 - x.Mostly), Missing)),
        ExpectationSpec.Missing x => [new("missing", x.Column, x.Share, Missing)],
        ExpectationSpec.Values { Mostly: < 1 } x => [Question.Without("values", x.Column, NeedsRows)],
        ExpectationSpec.Values x => OfValues(x),
        ExpectationSpec.Lengths { Mostly: < 1 } x => [Question.Without("lengths", x.Column, NeedsRows)],
        ExpectationSpec.Lengths x =>
        [
            new("shortest", x.Column, x.Accepts, y => y.Lengths?.Min),
            new("longest", x.Column, x.Accepts, y => y.Lengths?.Max),
        ],
        ExpectationSpec.Mean x => [new("mean", x.Column, x.Accepts, y => y.Numbers?.Mean)],
        ExpectationSpec.Median x => [new("median", x.Column, x.Accepts, y => ProfileFigures.Quantile(y, 0.5))],
        ExpectationSpec.Quantile x => [new("quantile", x.Column, x.Accepts, y => ProfileFigures.Quantile(y, x.At))],
        ExpectationSpec.StandardDeviation x =>
            [new("standard-deviation", x.Column, x.Accepts, y => y.Numbers?.StandardDeviation)],
        ExpectationSpec.Minimum x => [new("min", x.Column, x.Accepts, y => y.Numbers?.Min)],
        ExpectationSpec.Maximum x => [new("max", x.Column, x.Accepts, y => y.Numbers?.Max)],
        ExpectationSpec.Sum x => [Question.Without("sum", x.Column, OfDatasets)],
        ExpectationSpec.DistinctCount x => [Question.Without("distinct-count", x.Column, OfDatasets)],
        ExpectationSpec.Freshness x => [Question.Without("freshness", x.Column, OfDatasets)],
        ExpectationSpec.NoneOf x =>
            [new("refused-values", x.Column, new Criterion.AtMost(1 - x.Mostly), y => Refused(y, x.Refused))],
        ExpectationSpec.Pattern x => [Question.Without("regex", x.Column, NeedsRows)],
        ExpectationSpec.NotPattern x => [Question.Without("not-regex", x.Column, NeedsRows)],
        ExpectationSpec.Increasing x => [Question.Without("increasing", x.Column, NeedsRows)],
        ExpectationSpec.Drift => [Question.Without("drift", null, "rules of drift say that")],
        ExpectationSpec.Pair => [Question.Without("pair", null, NeedsRows)],
        ExpectationSpec.PersonalData => [Question.Without("personal-data", null, NeedsRows)],
        ExpectationSpec.Custom => [Question.Without("custom", null, NeedsRows)],
        _ => [Question.Without(KindOf(expected), null, OfDatasets)],
    };

    private static string KindOf(ExpectationSpec expected) =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(expected.GetType().Name);

    /// <summary>All values are within a range where the least and the greatest are.</summary>
    private static Question[] OfValues(ExpectationSpec.Values expected) => expected.Accepts is Criterion.OneOf accepted
        ? [new("other-values", expected.Column, new Criterion.AtMost(0), x => Others(x, accepted))]
        :
        [
            new("min", expected.Column, expected.Accepts, x => x.Numbers?.Min),
            new("max", expected.Column, expected.Accepts, x => x.Numbers?.Max),
        ];

    private static double? Missing(ColumnProfile profile) =>
        profile.Count + profile.Missing is > 0 and var rows ? profile.Missing / (double)rows : null;

    /// <summary>The share of values that are not accepted; of many different values a profile does not know all.</summary>
    private static double? Others(ColumnProfile profile, Criterion.OneOf accepted) =>
        profile.FrequentError > 0 || profile.Count == 0 || profile.Frequent.Sum(x => x.Count) < profile.Count
            ? null
            : profile.Frequent.Where(x => !accepted.Values.Contains(x.Value)).Sum(x => x.Count) / (double)profile.Count;

    private static double? Refused(ColumnProfile profile, IReadOnlyList<string> refused) =>
        profile.FrequentError > 0 || profile.Count == 0 || profile.Frequent.Sum(x => x.Count) < profile.Count
            ? null
            : profile.Frequent.Where(x => refused.Contains(x.Value)).Sum(x => x.Count) / (double)profile.Count;

    /// <summary>One figure that is held against a limit.</summary>
    /// <param name="Name">What is measured.</param>
    /// <param name="Column">Null for what is about none.</param>
    /// <param name="Criterion">What must hold.</param>
    /// <param name="Measure">Null where the profile does not have it.</param>
    private sealed record Question(string Name, string? Column, Criterion Criterion, Func<ColumnProfile, double?> Measure)
    {
        /// <summary>Why it cannot be asked; null where it can.</summary>
        public string? Refusal { get; init; }

        public static Question Without(string name, string? column, string because) =>
            new(name, column, new Criterion.AtLeast(0), _ => null) { Refusal = because };
    }
}
