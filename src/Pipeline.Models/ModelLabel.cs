using System.Text.Json.Serialization;

namespace Pipeline.Models;

/// <summary>What a model predicts, found in the rows that it was trained on and kept in its signature.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TwoClasses), "two-classes")]
[JsonDerivedType(typeof(Classes), "classes")]
[JsonDerivedType(typeof(Number), "number")]
public abstract record ModelLabel
{
    private ModelLabel(string column) => Column = column;

    /// <summary>The column that it was trained to predict, as in the data.</summary>
    public string Column { get; init; }

    /// <summary>One of two classes.</summary>
    /// <param name="Column">As in the data.</param>
    /// <param name="Positive">The class whose probability is given.</param>
    /// <param name="Negative">The other one.</param>
    public sealed record TwoClasses(string Column, string Positive, string Negative) : ModelLabel(Column)
    {
        public override string ToString() => $"'{Positive}' from '{Negative}' in '{Column}'";
    }

    /// <summary>One of several classes.</summary>
    /// <param name="Column">As in the data.</param>
    /// <param name="Names">In ordinal order, which settles ties.</param>
    public sealed record Classes(string Column, IReadOnlyList<string> Names) : ModelLabel(Column)
    {
        public bool Equals(Classes? other) => other is not null && Column == other.Column && Names.SequenceEqual(other.Names);

        public override int GetHashCode() => Names.Aggregate(Column.GetHashCode(StringComparison.Ordinal), HashCode.Combine);

        public override string ToString() => $"{string.Join(", ", Names.Select(x => $"'{x}'"))} apart in '{Column}'";
    }

    /// <summary>A number.</summary>
    /// <param name="Column">As in the data.</param>
    public sealed record Number(string Column) : ModelLabel(Column)
    {
        public override string ToString() => $"the number '{Column}'";
    }
}
