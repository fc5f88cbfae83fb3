using System.Diagnostics;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Data.Expectations.Columns;
using Pipeline.Data.Expectations.Rows;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

/// <content>What the manifest adds for single rows.</content>
internal sealed partial class ExpectationPlan
{
    private const int MostShown = 5;

    private IEnumerable<Expectation> OfRows(ExpectationSpec.PerRow spec, ExpectationTerms terms) => spec switch
    {
        ExpectationSpec.NotNull x => x.Columns.Select(y => new MissingExpectation(
            Missing(At(terms, y, "not-null"), DataAnomaly.NullValue, x.Mostly), View(y))),
        ExpectationSpec.Unique x => [Unique(x, terms)],
        ExpectationSpec.Values x => [Values(At(terms, x.Column, "values"), x.Accepts, x.Mostly)],
        ExpectationSpec.NoneOf x => [NoneOf(x, terms)],
        ExpectationSpec.Pattern x => [Pattern(
            At(terms, x.Column, "regex"), DataAnomaly.PatternMismatch, x.Regex, isWanted: true, x.Mostly)],
        ExpectationSpec.NotPattern x => [Pattern(
            At(terms, x.Column, "not-regex"), DataAnomaly.ForbiddenPattern, x.NotRegex, isWanted: false, x.Mostly)],
        ExpectationSpec.Lengths x => [Lengths(x, terms)],
        ExpectationSpec.Increasing x => [Increasing(x, terms)],
        ExpectationSpec.Pair x => [Pair(x, terms)],
        ExpectationSpec.Custom x => Custom(x, terms),
        _ => throw new UnreachableException(),
    };

    private UniqueExpectation Unique(ExpectationSpec.Unique spec, ExpectationTerms terms)
    {
        var rows = Rows(
            At(terms, string.Join(", ", spec.Columns), "unique"),
            DataAnomaly.DuplicateValue,
            "repeated values",
            "values that repeat none",
            spec.Mostly,
            [.. spec.Columns]);
        return new UniqueExpectation(rows, Keys(spec.Columns), _options);
    }

    private Expectation Values(ExpectationTerms terms, Criterion accepts, double mostly)
    {
        var limit = accepts is Criterion.OneOf { Values.Count: > MostShown and var count }
            ? $"one of the {count} that are accepted"
            : accepts.ToString();
        var anomaly = accepts is Criterion.OneOf ? DataAnomaly.UnexpectedValue : DataAnomaly.ValueOutOfRange;
        var rows = Rows(terms, anomaly, $"values that are not {limit}", $"values that are {limit}", mostly);
        var view = View(terms.Column!);
        return accepts is Criterion.OneOf set
            ? new ValueExpectation<SetTest>(rows, view, new SetTest(new ValueSet(set.Values, view.Kind), isWanted: true))
            : new ValueExpectation<RangeTest>(rows, view, RangeTest.Of(accepts));
    }

    private ValueExpectation<SetTest> NoneOf(ExpectationSpec.NoneOf spec, ExpectationTerms terms)
    {
        var limit = spec.Refused.Count > MostShown
            ? $"one of the {spec.Refused.Count} that are ruled out"
            : $"one of {string.Join(", ", spec.Refused)}";
        var rows = Rows(
            At(terms, spec.Column, "none-of"),
            DataAnomaly.ForbiddenValue,
            $"values that are {limit}",
            $"values that are not {limit}",
            spec.Mostly);
        var view = View(spec.Column);
        return new(rows, view, new SetTest(new ValueSet(spec.Refused, view.Kind), isWanted: false));
    }

    private ValueExpectation<PatternTest> Pattern(
        ExpectationTerms terms, DataAnomaly anomaly, string pattern, bool isWanted, double mostly)
    {
        var (does, doesNot) = ($"values that match '{pattern}'", $"values that do not match '{pattern}'");
        var rows = Rows(terms, anomaly, isWanted ? doesNot : does, isWanted ? does : doesNot, mostly);
        var matcher = new PatternMatcher(PatternMatcher.Compile(pattern, out _)!);
        return new(rows, View(terms.Column!), new PatternTest(matcher, isWanted));
    }

    private ValueExpectation<LengthTest> Lengths(ExpectationSpec.Lengths spec, ExpectationTerms terms)
    {
        var rows = Rows(
            At(terms, spec.Column, "lengths"),
            DataAnomaly.LengthOutOfRange,
            $"values whose length is not {spec.Accepts}",
            $"values whose length is {spec.Accepts}",
            spec.Mostly);
        return new(rows, View(spec.Column), new LengthTest(RangeTest.Of(spec.Accepts)));
    }

    private IncreasingExpectation Increasing(ExpectationSpec.Increasing spec, ExpectationTerms terms)
    {
        var (found, others) = spec.Strictly
            ? ("values that are not greater than the one before", "values that are greater than the one before")
            : ("values that are less than the one before", "values that are not less than the one before");
        var rows = Rows(At(terms, spec.Column, "increasing"), DataAnomaly.NotIncreasing, found, others, spec.Mostly);
        return new IncreasingExpectation(rows, View(spec.Column), spec.Strictly);
    }

    private PairExpectation Pair(ExpectationSpec.Pair spec, ExpectationTerms terms)
    {
        var relation = spec.Is switch
        {
            PairRelation.LessThan => "less than",
            PairRelation.AtMost => "at most",
            PairRelation.Equal => "equal to",
            PairRelation.NotEqual => "different from",
            PairRelation.AtLeast => "at least",
            PairRelation.GreaterThan => "greater than",
            _ => throw new UnreachableException(),
        };
        var (first, second) = (spec.Columns[0], spec.Columns[1]);
        var rows = Rows(
            terms with { Id = $"{first}, {second}/pair" },
            DataAnomaly.PairMismatch,
            $"rows whose '{first}' is not {relation} their '{second}'",
            $"rows whose '{first}' is {relation} their '{second}'",
            spec.Mostly,
            first,
            second);
        return new PairExpectation(rows, View(first), View(second), spec.Is);
    }

    private IEnumerable<Expectation> Custom(ExpectationSpec.Custom spec, ExpectationTerms terms)
    {
        var place = Source(spec) ?? "data.expect";
        var found = _options.Catalog.Find(spec.Name, _schema.Manifest.Locate($"{place}.custom"));
        if (!found.TryGet(out var expectation))
        {
            _problems.AddRange(found.Problems);
            return [];
        }

        var unknown = spec.With.Keys.Where(x => !expectation.Options.Contains(x)).ToList();
        _problems.AddRange(unknown.Select(x => _schema.Manifest.Locate($"{place}.with.{x}").Problem(
            $"'{spec.Name}' has no option '{x}'.", NearestNames.Hint(x, expectation.Options))));
        return unknown.Count > 0 ? [] : Custom(spec, terms, expectation, place);
    }

    private IEnumerable<Expectation> Custom(
        ExpectationSpec.Custom spec, ExpectationTerms terms, ICustomExpectation expectation, string place)
    {
        var columns = string.Join(", ", spec.Of);
        var rows = Rows(
            At(terms, columns, spec.Name),
            DataAnomaly.CustomExpectation,
            $"rows that '{spec.Name}' refuses",
            $"rows that '{spec.Name}' accepts",
            spec.Mostly,
            [.. spec.Of]);
        try
        {
            return [new CustomExpectation(rows, [.. spec.Of.Select(View)], () => expectation.Create(spec.With))];
        }
        catch (ArgumentException exception)
        {
            _problems.Add(_schema.Manifest.Locate($"{place}.with").Problem(
                $"'{spec.Name}' refuses its options: {exception.Message.Split(" (Parameter '")[0]}"));
            return [];
        }
    }
}
