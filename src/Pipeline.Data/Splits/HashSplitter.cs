using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>A row is for the test when its position is in the first part of all positions; no other row matters.</summary>
internal sealed class HashSplitter : DatasetSplitter
{
    private const double All = 18446744073709551616.0;

    private readonly RowParts<bool> _isTest;

    public HashSplitter(RowPosition position, double share)
    {
        var limit = (ulong)(share * All);
        _isTest = new RowParts<bool>(() => (batch, row) => position.Of(batch, row) < limit);
    }

    public override IRowObserver Rows => _isTest;

    protected override Validated<Split> Decide() => Validated.Valid(Split.Of(_isTest.InOrder()));
}
