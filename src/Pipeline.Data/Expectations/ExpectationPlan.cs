using System.Diagnostics;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Models;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Splits;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Data.Expectations;

/// <summary>All that is expected of a dataset: of its label, of the declared columns, and what the manifest adds.</summary>
internal sealed class ExpectationPlan(BoundSchema schema, MissingMarkers markers)
{
    private static readonly Criterion None = new Criterion.AtMost(0);

    private string Label => schema.Section.Label.Column;

    public IReadOnlyList<Expectation> All() =>
    [
        .. OfLabel(),
        .. schema.Section.Columns.SelectMany(x => OfColumn(x.Key, x.Value)),
        .. schema.Section.Expect.SelectMany(Added),
    ];

    private IEnumerable<Expectation> OfLabel()
    {
        yield return new NullExpectation(new("label/missing", None) { Column = Label }, DataAnomaly.LabelMissing);
        var classes = schema.Manifest.Frame.Task switch
        {
            ModelTask.BinaryClassification => new Criterion.Between(2, 2),
            ModelTask.MulticlassClassification => new Criterion.AtLeast(2),
            _ => (Criterion?)null,
        };
        if (classes is not null)
            yield return new ClassesExpectation(new("label/classes", classes) { Column = Label });
    }

    private IEnumerable<Expectation> OfColumn(string name, ColumnSpec spec)
    {
        var source = ManifestPath.Of("data", "columns", name);
        if (spec.Type is not (DataType.Category or DataType.Text or DataType.Identifier))
            yield return new TypeExpectation(new($"{name}/type", None) { Column = name, Source = source }, spec.Type);
        if (spec.Accepts is { } accepts)
            yield return Values(accepts, new($"{name}/values", None) { Column = name, Source = Source(accepts) });
        if (spec.Missing is { } missing)
            yield return new MissingExpectation(new($"{name}/missing", missing) { Column = name, Source = Source(missing) });
    }

    private IEnumerable<Expectation> Added(ExpectationSpec spec)
    {
        var terms = new ExpectationTerms("", None) { Source = Source(spec), Severity = spec.Severity };
        return spec switch
        {
            ExpectationSpec.Rows x => [new RowsExpectation(terms with { Id = "rows", Criterion = x.Count })],
            ExpectationSpec.Unique x => [Unique(x, terms)],
            ExpectationSpec.NotNull x => x.Columns.Select(y => NotNull(terms with { Id = $"{y}/not-null", Column = y })),
            ExpectationSpec.Values x => [Values(x.Accepts, terms with { Id = $"{x.Column}/values", Column = x.Column })],
            ExpectationSpec.Missing x =>
                [new MissingExpectation(terms with { Id = $"{x.Column}/missing", Criterion = x.Share, Column = x.Column })],
            ExpectationSpec.ClassBalance x =>
                [new BalanceExpectation(terms with { Id = "class-balance", Criterion = x.Share, Column = Label })],
            _ => throw new UnreachableException(),
        };
    }

    private ValuesExpectation Values(Criterion accepts, ExpectationTerms terms) =>
        new(terms, new ColumnView(schema.Position(terms.Column!), markers), accepts);

    private UniqueExpectation Unique(ExpectationSpec.Unique spec, ExpectationTerms terms)
    {
        var columns = string.Join(", ", spec.Columns);
        var hasher = new RowHasher(schema.Positions(spec.Columns), markers);
        return new UniqueExpectation(terms with { Id = $"{columns}/unique", Column = columns }, hasher);
    }

    private static NullExpectation NotNull(ExpectationTerms terms) => new(terms, DataAnomaly.NullValue);

    private string? Source(object record) => schema.Manifest.PathOf(record);
}
