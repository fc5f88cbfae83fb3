using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Columns;
using Pipeline.Data.Expectations.Figures;
using Pipeline.Data.Expectations.Rows;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations;

/// <summary>All that is expected of a dataset: of its columns, of its label, and what the manifest adds.</summary>
internal sealed partial class ExpectationPlan
{
    private static readonly Criterion None = new Criterion.AtMost(0);

    private readonly BoundSchema _schema;
    private readonly ExpectationOptions _options;
    private readonly List<Problem> _problems = [];

    public ExpectationPlan(BoundSchema schema, ExpectationOptions options)
    {
        (_schema, _options) = (schema, options);
    }

    private string Label => _schema.Section.Label.Column;

    /// <summary>
    /// In the order of the report. A custom expectation that is not known, or refuses its options, is a problem.
    /// </summary>
    public Validated<IReadOnlyList<Expectation>> All()
    {
        Expectation[] all =
        [
            .. OfLabel(),
            .. UsualLeakage(),
            .. OfHeader(),
            .. OfFiles(),
            .. _schema.Section.Columns.SelectMany(x => OfColumn(x.Key, x.Value)),
            .. _schema.Section.Expect.SelectMany(Added),
        ];
        return _problems.Count > 0
            ? Validated.Invalid<IReadOnlyList<Expectation>>(_problems)
            : Validated.Valid<IReadOnlyList<Expectation>>(all);
    }

    private IEnumerable<Expectation> OfLabel()
    {
        var terms = new ExpectationTerms("label/missing", None) { Column = Label };
        yield return new MissingExpectation(Missing(terms, DataAnomaly.LabelMissing), View(Label));
        var classes = _schema.Manifest.Frame.Task switch
        {
            ModelTask.BinaryClassification => new Criterion.Between(2, 2),
            ModelTask.MulticlassClassification => new Criterion.AtLeast(2),
            _ => (Criterion?)null,
        };
        if (classes is not null)
        {
            yield return new FigureExpectation(
                new("label/classes", classes) { Column = Label },
                "count of classes",
                DataAnomaly.LabelClasses,
                x => x.Classes.Count);
        }
    }

    private IEnumerable<Expectation> OfHeader()
    {
        if (_schema.Section.ColumnsAre == ColumnsAre.Open)
            yield break;
        var fresh = _schema.Header.Where(x => !_schema.Section.Columns.ContainsKey(x) && !_schema.Section.Ignore.Contains(x))
            .Where(x => x != Label)
            .ToList();
        var named = fresh.Count == 0 ? "" : $" ({string.Join(", ", fresh.Take(10).Select(x => $"'{x}'"))})";
        yield return new FigureExpectation(
            new("columns/new", None) { Source = "data.columns-are" },
            $"count of columns that are not declared{named}",
            DataAnomaly.NewColumn,
            _ => fresh.Count);
    }

    /// <summary>Of the way the files are written: what is probably read as something else than it is.</summary>
    private IEnumerable<Expectation> OfFiles()
    {
        yield return new DecimalCommaExpectation(
            new("columns/decimal-comma", None) { Severity = Severity.Warn, Source = "data.columns" });
        if (LineBreakExpectation.TryOf(_schema.Section, _options.KeepsRows) is { } lineBreaks)
            yield return lineBreaks;
    }

    private IEnumerable<Expectation> OfColumn(string name, ColumnSpec spec)
    {
        var terms = new ExpectationTerms("", None) { Column = name, Source = ManifestPath.Of("data", "columns", name) };
        if (spec.Type is not (DataType.Category or DataType.Text or DataType.Identifier))
            yield return Type(terms with { Id = $"{name}/type" }, spec.Type);
        if (spec.Accepts is { } accepts)
            yield return Values(terms with { Id = $"{name}/values", Source = Source(accepts) }, accepts, mostly: 1);
        if (spec.Missing is { } missing)
            yield return MissingShare(terms with { Id = $"{name}/missing", Criterion = missing, Source = Source(missing) });
    }

    private RowExpectation Type(ExpectationTerms terms, DataType type)
    {
        var name = type.ToString().ToLowerInvariant();
        var (found, others) = ($"values that are no {name}", $"values that are a valid {name}");
        var rows = Rows(terms, DataAnomaly.TypeMismatch, found, others, mostly: 1);
        var view = View(terms.Column!);
        return type == DataType.Integer
            ? new IntegerExpectation(rows, view)
            : new ValueExpectation<TypeTest>(rows, view, new TypeTest(type));
    }

    /// <summary>Without tolerance no row may be found; with it, the share of the others is limited.</summary>
    private RowTerms Rows(
        ExpectationTerms terms, DataAnomaly anomaly, string found, string others, double mostly, params string[] of)
    {
        var (criterion, measure, name) = mostly < 1
            ? (new Criterion.AtLeast(mostly), RowMeasure.ConformingShare, $"share of {others}")
            : (terms.Criterion, RowMeasure.Count, $"count of {found}");
        return new RowTerms(terms with { Criterion = criterion }, anomaly, name, measure)
        {
            Shown = Shown(of.Length > 0 ? of : [terms.Column!]),
            KeepsRows = _options.KeepsRows,
        };
    }

    private RowTerms Missing(ExpectationTerms terms, DataAnomaly anomaly, double mostly = 1) =>
        Rows(terms, anomaly, "missing values", "values that are not missing", mostly) with { Shown = [] };

    private MissingExpectation MissingShare(ExpectationTerms terms)
    {
        var rows = Missing(terms, DataAnomaly.MissingShare);
        return new(rows with { Name = "share of missing values", Measure = RowMeasure.ViolationShare }, View(terms.Column!));
    }

    private IReadOnlyList<ShownColumn> Shown(IEnumerable<string> columns) =>
        [.. columns.Where(x => !_schema.IsPersonal(x)).Select(x => new ShownColumn(x, _schema.Position(x)))];

    private ColumnView View(string column) => _schema.View(column);

    private RowKeys Keys(IEnumerable<string> columns) => new([.. columns.Select(View)]);

    private string? Source(object record) => _schema.Manifest.PathOf(record);
}
