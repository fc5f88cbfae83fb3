using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>No feature alone predicts the label almost perfectly, as one does that was recorded after the fact.</summary>
/// <param name="terms">How it is asked for.</param>
/// <param name="powers">Of the features.</param>
/// <param name="isSummary">One check names the strongest feature; else each has a check of its own.</param>
internal sealed class LeakageExpectation(ExpectationTerms terms, LabelPowers powers, bool isSummary) : Expectation(terms)
{
    /// <summary>An AUC of 0.99.</summary>
    public const double UsualLimit = 0.98;

    private const string Measured = "power to predict the label alone";
    private const int MostNamed = 5;

    private readonly LabelPowers _powers = powers;

    public override void Observe(ColumnBatch batch) => _powers.Observe(batch);

    public override RowAccumulator CreateEmpty() => new LeakageExpectation(Terms, (LabelPowers)_powers.CreateEmpty(), isSummary);

    public override void Merge(RowAccumulator other) => _powers.Merge(((LeakageExpectation)other)._powers);

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        var found = _powers.Measure(out var target);
        var names = _powers.Names.Where(x => !data.Ignored.Contains(x)).ToList();
        if (names.Count == 0)
            return [];
        if (target.Refusal is { } refusal)
        {
            var refused = isSummary ? [Terms] : names.Select(Of);
            return refused.Select(x => OfValue(
                x, Measured, DataAnomaly.LabelLeakage, new MeasuredValue.NotApplicable(refusal), target.Rows.Count));
        }

        return isSummary
            ? [Strongest([.. names.Select(x => (x, found[x])).OrderByDescending(x => x.Item2.Value)], target)]
            : names.Select(x => OfValue(
                Of(x), $"{Measured} ({found[x].Measure})", DataAnomaly.LabelLeakage, found[x].Value, target.Rows.Count));
    }

    private DataCheck Strongest(IReadOnlyList<(string Name, LabelPower Power)> descending, Target target)
    {
        var (name, power) = descending[0];
        var others = descending.Skip(1).TakeWhile(x => x.Power.Value > UsualLimit).Select(x => $"'{x.Name}'").ToList();
        var more = others.Count > MostNamed ? $" and {others.Count - MostNamed} more" : "";
        var also = others.Count == 0 ? "" : $"; as much in {string.Join(", ", others.Take(MostNamed))}{more}";
        var strongest = Terms with { Column = name };
        return OfValue(
            strongest, $"{Measured} ({power.Measure}{also})", DataAnomaly.LabelLeakage, power.Value, target.Rows.Count);
    }

    private ExpectationTerms Of(string name) => Terms with { Id = $"{name}/label-leakage", Column = name };
}

/// <summary>Which columns are asked whether they give the label away.</summary>
public enum LeakageScope
{
    /// <summary>All that a model reads.</summary>
    Features,

    /// <summary>No column: leaks are not looked for.</summary>
    None,
}
