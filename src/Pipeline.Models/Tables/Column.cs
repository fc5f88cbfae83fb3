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
