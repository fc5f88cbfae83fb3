using System.Collections.Immutable;
using Pipeline.Data.Sources;
using Pipeline.Data.Splits;

namespace Pipeline.Data.Loading;

/// <summary>Remembers which row is which.</summary>
internal sealed class IdentityLoader(RowHasher hasher) : IRowObserver
{
    private readonly ImmutableArray<RowIdentity>.Builder _identities = ImmutableArray.CreateBuilder<RowIdentity>();

    public void Observe(RecordBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
            _identities.Add(hasher.Of(batch, row));
    }

    public ImmutableArray<RowIdentity> Build() => _identities.DrainToImmutable();
}
