using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Pipeline.Models.Tables;

/// <summary>Names out of a domain, kept as their codes.</summary>
public sealed class CategoryColumn : Column
{
    /// <summary>The code of a missing value.</summary>
    public const int Missing = -1;

    /// <exception cref="ArgumentException">A code is outside the domain.</exception>
    public CategoryColumn(string name, ImmutableArray<int> codes, CategoryDomain domain)
        : base(name, codes.Length, codes.AsSpan().Count(Missing))
    {
        ArgumentNullException.ThrowIfNull(domain);
        foreach (var code in codes)
        {
            if (code < Missing || code >= domain.Count)
                throw new ArgumentException($"'{name}' has a domain of {domain.Count} names, and {code} is no code of it.");
        }

        (Codes, Domain) = (codes, domain);
    }

    public ImmutableArray<int> Codes { get; }

    /// <summary>It may have names that no row has.</summary>
    public CategoryDomain Domain { get; }

    public override ColumnType Type => ColumnType.Category;

    public override bool IsMissing(int row) => Codes[row] == Missing;

    public override string? Text(int row) => IsMissing(row) ? null : Domain.Names[Codes[row]];

    /// <summary>The domain stays as it is.</summary>
    public override CategoryColumn Select(ReadOnlySpan<int> rows) =>
        new(Name, ImmutableCollectionsMarshal.AsImmutableArray(Gather(Codes.AsSpan(), rows)), Domain);

    public override CategoryColumn Rename(string name) => new(name, Codes, Domain);
}

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

/// <summary>The names that a category may have; a name's code is its place.</summary>
public sealed class CategoryDomain
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public CategoryDomain(params IEnumerable<string> names)
    {
        Names = [.. names];
        foreach (var name in Names)
        {
            if (!_codes.TryAdd(name, _codes.Count))
                throw new ArgumentException($"'{name}' occurs twice.", nameof(names));
        }
    }

    public ImmutableArray<string> Names { get; }

    public int Count => Names.Length;

    /// <summary><see cref="CategoryColumn.Missing"/> for a name that is not in the domain.</summary>
    public int CodeOf(ReadOnlySpan<char> name) =>
        _codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var code) ? code : CategoryColumn.Missing;
}
