using System.Collections.Generic;
using System.Linq;

namespace Microsoft.ML.Data;

/// <summary>
/// A vector of numbers. Indicators of one category are kept as one value, the index of the slot that is 1: its getters write one
/// number for each group, not for each slot.
/// </summary>
internal sealed class FeatureVectorType(IReadOnlyList<int> slotCounts)
    : DataViewType(typeof(float[]), $"Vector<Single, {slotCounts.Sum(x => x == 0 ? 1 : x)}>")
{
    /// <summary>Written for a group none of whose slots is 1.</summary>
    public const float NoSlot = -1;

    /// <summary>The slots of each group; 0 stands for a plain number, which is its own only slot.</summary>
    public IReadOnlyList<int> SlotCounts { get; } = slotCounts;

    public override bool Equals(object obj) => obj is FeatureVectorType other && SlotCounts.SequenceEqual(other.SlotCounts);

    public override int GetHashCode() => SlotCounts.Count;
}
