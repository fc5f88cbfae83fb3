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
