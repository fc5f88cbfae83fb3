using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Models.Tables;

/// <summary>Numbers; NaN is a missing one.</summary>
public sealed class NumberColumn(string name, ImmutableArray<double> values)
    : Column(name, values.Length, values.AsSpan().Count(double.NaN))
{
    public ImmutableArray<double> Values { get; } = values;

    public override ColumnType Type => ColumnType.Number;

    public override bool IsMissing(int row) => double.IsNaN(Values[row]);

    public override string? Text(int row) => IsMissing(row) ? null : Values[row].ToString("R", CultureInfo.InvariantCulture);

    public override NumberColumn Select(ReadOnlySpan<int> rows) =>
        new(Name, ImmutableCollectionsMarshal.AsImmutableArray(Gather(Values.AsSpan(), rows)));

    public override NumberColumn Rename(string name) => new(name, Values);
}
