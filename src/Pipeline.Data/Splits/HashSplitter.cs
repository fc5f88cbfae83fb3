using Pipeline.Core.Problems;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>A row is for the test when its identity falls into the first part of all identities; no other row matters.</summary>
internal sealed class HashSplitter : Splitter
{
    private const double All = 18446744073709551616.0;

    private readonly RowParts<bool> _isTest;

    public HashSplitter(Func<RowHasher> hasher, double share)
    {
        var limit = (ulong)(share * All);
        _isTest = new RowParts<bool>(() =>
        {
            var own = hasher();
            return (batch, row) => own.Of(batch, row).Position < limit;
        });
    }

    public override IRowObserver Rows => _isTest;

    protected override Validated<Split> Decide() => Validated.Valid(Split.Of(_isTest.InOrder()));
}
