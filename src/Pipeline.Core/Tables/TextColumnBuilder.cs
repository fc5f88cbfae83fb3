using System.Collections.Immutable;

namespace Pipeline.Core.Tables;

/// <summary>Builds a <see cref="TextColumn"/>.</summary>
public sealed class TextColumnBuilder(string name) : ColumnBuilder(name)
{
    private readonly ImmutableArray<string?>.Builder _values = ImmutableArray.CreateBuilder<string?>();

    public override int Count => _values.Count;

    public void Append(ReadOnlySpan<char> value) => _values.Add(value.ToString());

    public override void AppendMissing() => _values.Add(null);

    public override TextColumn Build() => new(Name, _values.DrainToImmutable());
}
