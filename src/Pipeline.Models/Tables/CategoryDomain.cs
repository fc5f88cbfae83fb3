using System.Collections.Immutable;

namespace Pipeline.Models.Tables;

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
