using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Pipeline.Models.Tables;

/// <summary>Free text; null is a missing one, and empty text is not.</summary>
public sealed class TextColumn(string name, ImmutableArray<string?> values)
    : Column(name, values.Length, values.Count(x => x is null))
{
    public ImmutableArray<string?> Values { get; } = values;

    public override ColumnType Type => ColumnType.Text;

    public override bool IsMissing(int row) => Values[row] is null;

    public override string? Text(int row) => Values[row];

    public override TextColumn Select(ReadOnlySpan<int> rows) =>
        new(Name, ImmutableCollectionsMarshal.AsImmutableArray(Gather(Values.AsSpan(), rows)));

    public override TextColumn Rename(string name) => new(name, Values);
}
