using System.Diagnostics;
using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Data.Expectations.Columns;
using Pipeline.Data.Expectations.Figures;
using Pipeline.Data.Expectations.Labels;
using Pipeline.Data.Expectations.Rows;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

/// <content>What the manifest adds.</content>
internal sealed partial class ExpectationPlan
{
    private IEnumerable<Expectation> Added(ExpectationSpec spec)
    {
        var terms = new ExpectationTerms("", None) { Source = Source(spec), Severity = spec.Severity };
        return spec switch
        {
            ExpectationSpec.PerRow x => OfRows(x, terms),
            ExpectationSpec.Figure x => [OfFigure(x, terms)],
            ExpectationSpec.Missing x => [MissingShare(At(terms, x.Column, "missing") with { Criterion = x.Share })],
            ExpectationSpec.Rows x => [new FigureExpectation(
                terms with { Id = "rows", Criterion = x.Count }, "rows", DataAnomaly.RowCount, y => y.Rows)],
            ExpectationSpec.ClassBalance x => [new FigureExpectation(
                terms with { Id = "class-balance", Criterion = x.Share, Column = Label },
                "share of the rarest class",
                DataAnomaly.LabelImbalance,
                Rarest)],
            ExpectationSpec.Freshness x => [Fresh(x, terms)],
            ExpectationSpec.DuplicateRows x => [Duplicates(x, terms)],
            ExpectationSpec.Overlap x => [Overlap(x, terms)],
            ExpectationSpec.LabelLeakage x => Leakage(x, terms),
            ExpectationSpec.PersonalData x => Personal(x, terms),
            ExpectationSpec.Drift x => [Drift(x, terms)],
            _ => throw new UnreachableException(),
        };
    }

    private static ExpectationTerms At(ExpectationTerms terms, string column, string what) =>
        terms with { Id = $"{column}/{what}", Column = column };

    private static MeasuredValue Rarest(JudgedData data) => data.Classes.Count == 0
        ? new MeasuredValue.NotApplicable("the label is not a class")
        : data.Classes.Min(x => x.Share);

    private Expectation OfFigure(ExpectationSpec.Figure spec, ExpectationTerms given)
    {
        var terms = given with { Criterion = spec.Accepts };
        return spec switch
        {
            ExpectationSpec.Mean x => Number(At(terms, x.Column, "mean"), "mean", DataAnomaly.MeanOutOfRange, new MeanFigure()),
            ExpectationSpec.Median x => Number(
                At(terms, x.Column, "median"), "median", DataAnomaly.MedianOutOfRange, new QuantileFigure(0.5, _options)),
            ExpectationSpec.Quantile x => Number(
                At(terms, x.Column, "quantile"),
                string.Create(CultureInfo.InvariantCulture, $"{x.At} quantile"),
                DataAnomaly.QuantileOutOfRange,
                new QuantileFigure(x.At, _options)),
            ExpectationSpec.StandardDeviation x => Number(
                At(terms, x.Column, "standard-deviation"),
                "standard deviation",
                DataAnomaly.DeviationOutOfRange,
                new DeviationFigure()),
            ExpectationSpec.Sum x => Number(At(terms, x.Column, "sum"), "sum", DataAnomaly.SumOutOfRange, new SumFigure()),
            ExpectationSpec.Minimum x => Number(
                At(terms, x.Column, "min"), "least value", DataAnomaly.MinimumOutOfRange, new LeastFigure()),
            ExpectationSpec.Maximum x => Number(
                At(terms, x.Column, "max"), "greatest value", DataAnomaly.MaximumOutOfRange, new GreatestFigure()),
            ExpectationSpec.DistinctCount x => new DistinctExpectation(
                At(terms, x.Column, "distinct-count"), Keys([x.Column]), _options),
            _ => throw new UnreachableException(),
        };
    }

    private NumberExpectation Number(ExpectationTerms terms, string name, DataAnomaly anomaly, IFigure figure) =>
        new(terms, name, anomaly, View(terms.Column!), figure);

    private FreshnessExpectation Fresh(ExpectationSpec.Freshness spec, ExpectationTerms terms)
    {
        var (unit, word) = spec.AtMost switch
        {
            { TotalDays: >= 1 } => (TimeSpan.FromDays(1), "days"),
            { TotalHours: >= 1 } => (TimeSpan.FromHours(1), "hours"),
            { TotalMinutes: >= 1 } => (TimeSpan.FromMinutes(1), "minutes"),
            _ => (TimeSpan.FromSeconds(1), "seconds"),
        };
        var limit = new Criterion.AtMost(spec.AtMost / unit);
        var limited = At(terms, spec.Column, "freshness") with { Criterion = limit, Unit = word };
        return new FreshnessExpectation(limited, View(spec.Column), _options.Now, unit);
    }

    private UniqueExpectation Duplicates(ExpectationSpec.DuplicateRows spec, ExpectationTerms given)
    {
        var terms = given with { Id = "duplicate-rows", Criterion = spec.Accepted };
        var rows = OfWholeRows(terms, DataAnomaly.DuplicateRow, spec.As, "rows that repeat another");
        return new UniqueExpectation(rows, Keys(_schema.Header), _options);
    }

    private OverlapExpectation Overlap(ExpectationSpec.Overlap spec, ExpectationTerms given)
    {
        var terms = given with { Id = "train-test-overlap", Criterion = spec.Accepted };
        var rows = OfWholeRows(terms, DataAnomaly.TrainTestOverlap, spec.As, "test rows with the features of a train row");
        return new OverlapExpectation(rows, Keys(_schema.DeclaredFeatures()), _options);
    }

    private RowTerms OfWholeRows(ExpectationTerms terms, DataAnomaly anomaly, RowFigure figure, string found) =>
        new(terms, anomaly, $"{figure.ToString().ToLowerInvariant()} of {found}", figure == RowFigure.Count
            ? RowMeasure.Count
            : RowMeasure.ViolationShare)
        {
            KeepsRows = _options.KeepsRows,
        };

    private IEnumerable<Expectation> Leakage(ExpectationSpec.LabelLeakage spec, ExpectationTerms terms) =>
        spec.Scope == LeakageScope.None || _schema.DeclaredFeatures().Count == 0
            ? []
            : [new LeakageExpectation(terms with { Criterion = spec.Power }, LabelPowers.Of(_schema), isSummary: false)];

    /// <summary>A leak is looked for unless the manifest says something else of it.</summary>
    private IEnumerable<Expectation> UsualLeakage()
    {
        if (_schema.Section.Expect.Any(x => x is ExpectationSpec.LabelLeakage) || _schema.DeclaredFeatures().Count == 0)
            yield break;
        var terms = new ExpectationTerms("label/leakage", new Criterion.AtMost(LeakageExpectation.UsualLimit))
        {
            Severity = Severity.Warn,
        };
        yield return new LeakageExpectation(terms, LabelPowers.Of(_schema), isSummary: true);
    }

    private IEnumerable<Expectation> Personal(ExpectationSpec.PersonalData spec, ExpectationTerms terms) =>
        _schema.Header.Where(x => !_schema.IsPersonal(x)).Select(x => new PersonalExpectation(
            new(
                At(terms, x, "personal-data") with { Criterion = spec.Share },
                DataAnomaly.PersonalData,
                "share of values that look personal",
                RowMeasure.ViolationShare)
            {
                KeepsRows = _options.KeepsRows,
            },
            View(x)));

    private static FigureExpectation Drift(ExpectationSpec.Drift spec, ExpectationTerms terms)
    {
        var (name, limit, measure) = spec.Psi is { } psi
            ? ("population stability index", psi, DriftMeasure.PopulationStability)
            : ("Jensen-Shannon distance", spec.JensenShannon!, DriftMeasure.JensenShannon);
        return new FigureExpectation(
            At(terms, spec.Column, "drift") with { Criterion = limit },
            name,
            DataAnomaly.DistributionDrift,
            x => x.Drift?.DistanceOf(spec.Column, spec.From, measure)
                ?? new MeasuredValue.NotMeasured($"nothing has read the profile '{spec.From}'"));
    }
}
