using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Models.Tables;

/// <summary>
/// Named values of one type, fixed once built: a <see cref="NumberColumn"/>, a <see cref="CategoryColumn"/> or a
/// <see cref="TextColumn"/>.
/// </summary>
public abstract class Column
{
    private protected Column(string name, int count, int missing)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Count, MissingCount) = (name, count, missing);
    }

    public string Name { get; }

    /// <summary>How many rows it has, those with a missing value included.</summary>
    public int Count { get; }

    public int MissingCount { get; }

    public abstract ColumnType Type { get; }

    public abstract bool IsMissing(int row);

    /// <summary>As people and hashes read it, numbers in the shortest form that reads back. Null where it is missing.</summary>
    public abstract string? Text(int row);

    /// <summary>The given rows, in the given order; a row may occur more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public abstract Column Select(ReadOnlySpan<int> rows);

    /// <summary>The same values under another name.</summary>
    public abstract Column Rename(string name);

    private protected static T[] Gather<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> rows)
    {
        var gathered = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)values.Length)
                throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"There are {values.Length} rows, counted from 0.");
            gathered[i] = values[rows[i]];
        }

        return gathered;
    }
}

/// <summary>What the values of a column are.</summary>
public enum ColumnType
{
    /// <summary>Numbers as doubles.</summary>
    Number,

    /// <summary>One of a list of names, kept as codes.</summary>
    Category,

    /// <summary>Free text.</summary>
    Text,
}

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
