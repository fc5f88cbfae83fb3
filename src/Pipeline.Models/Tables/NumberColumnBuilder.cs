using System.Collections.Immutable;

namespace Pipeline.Models.Tables;

/// <summary>Builds a <see cref="NumberColumn"/>.</summary>
public sealed class NumberColumnBuilder(string name) : ColumnBuilder(name)
{
    private readonly ImmutableArray<double>.Builder _values = ImmutableArray.CreateBuilder<double>();

    public override int Count => _values.Count;

    /// <param name="value">NaN is a missing one.</param>
    public void Append(double value) => _values.Add(value);

    public override void AppendMissing() => _values.Add(double.NaN);

    public override NumberColumn Build() => new(Name, _values.DrainToImmutable());
}
