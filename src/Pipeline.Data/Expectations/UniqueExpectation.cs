using Pipeline.Core.Documents;
using Pipeline.Data.Profiling;
using Pipeline.Data.Sources;
using Pipeline.Data.Splits;

namespace Pipeline.Data.Expectations;

/// <summary>
/// No two rows have the same values in the columns; rows that have none of them are left aside. What is remembered of a row is
/// its 16-byte identity.
/// </summary>
internal sealed class UniqueExpectation(ExpectationTerms terms, RowHasher hasher) : Expectation(terms)
{
    private readonly HashSet<RowIdentity> _seen = [];
    private readonly LineSample _repeated = new();

    public override void Observe(RecordBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            var identity = hasher.Of(batch, row);
            if (!hasher.IsAllMissing && !_seen.Add(identity))
                _repeated.Add(batch.Line(row));
        }
    }

    public override DataCheck Judge(DatasetScan scan) =>
        OfCount("count of repeated values", DataAnomaly.DuplicateValue, _repeated, scan.RowCount);
}
