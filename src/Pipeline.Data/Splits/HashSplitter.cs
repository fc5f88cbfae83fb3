using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>A row is for the test when its identity falls into the first part of all identities; no other row matters.</summary>
internal sealed class HashSplitter(RowHasher hasher, double share) : Splitter
{
    private const double All = 18446744073709551616.0;

    private readonly ulong _limit = (ulong)(share * All);
    private readonly List<bool> _isTest = [];

    public override void Observe(RecordBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
            _isTest.Add(hasher.Of(batch, row).Position < _limit);
    }

    protected override Validated<Split> Decide() => Validated.Valid(Split.Of(_isTest));
}
