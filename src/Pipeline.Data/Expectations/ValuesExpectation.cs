using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Data.Profiling;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations;

/// <summary>Every value that is there keeps to a limit, or is one of a set.</summary>
internal sealed class ValuesExpectation(ExpectationTerms terms, ColumnView column, Criterion accepts) : Expectation(terms)
{
    private const int MostShown = 5;

    private readonly AcceptedValues _accepted = new(accepts);
    private readonly LineSample _unexpected = new();

    private string Limit => accepts is Criterion.OneOf { Values.Count: > MostShown and var count }
        ? $"one of the {count} that are accepted"
        : accepts.ToString();

    public override void Observe(RecordBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (!column.IsMissing(batch, row, out var value) && !_accepted.Has(value))
                _unexpected.Add(batch.Line(row));
        }
    }

    public override DataCheck Judge(DatasetScan scan)
    {
        var anomaly = accepts is Criterion.OneOf ? DataAnomaly.UnexpectedValue : DataAnomaly.ValueOutOfRange;
        return OfCount($"count of values that are not {Limit}", anomaly, _unexpected, scan.RowCount);
    }
}
