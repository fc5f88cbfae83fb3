using System.Collections.Immutable;

namespace Pipeline.Models.Tables;

/// <summary>Builds a <see cref="CategoryColumn"/> whose domain is what it has met, in that order.</summary>
public sealed class CategoryColumnBuilder(string name) : ColumnBuilder(name)
{
    private readonly ImmutableArray<int>.Builder _codes = ImmutableArray.CreateBuilder<int>();
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public override int Count => _codes.Count;

    /// <summary>Allocates only for a name that is new.</summary>
    public void Append(ReadOnlySpan<char> value)
    {
        if (!_known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out var code))
        {
            var name = value.ToString();
            _known.Add(name, code = _names.Count);
            _names.Add(name);
        }

        _codes.Add(code);
    }

    public override void AppendMissing() => _codes.Add(CategoryColumn.Missing);

    public override CategoryColumn Build()
    {
        var built = new CategoryColumn(Name, _codes.DrainToImmutable(), new CategoryDomain(_names));
        _known.Clear();
        _names.Clear();
        return built;
    }
}

/// <summary>Takes values one by one, as a reader meets them.</summary>
public abstract class ColumnBuilder
{
    private protected ColumnBuilder(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    public string Name { get; }

    /// <summary>How many values it has taken since it was made, or last built.</summary>
    public abstract int Count { get; }

    public abstract void AppendMissing();

    /// <summary>Hands the values over; the builder is empty again.</summary>
    public abstract Column Build();
}
