using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Packaging;

/// <summary>What an image holds that was made elsewhere, for whoever has to find out which images a weakness concerns.</summary>
[DocumentSchema("bill-of-materials", 1)]
public sealed record BillOfMaterials : Document
{
    public required ImageDigest Image { get; init; }

    /// <summary>In ordinal order of their paths.</summary>
    public required IReadOnlyList<BillComponent> Components { get; init; }
}
