using System.Diagnostics.CodeAnalysis;
using Pipeline.Core.Problems;

namespace Pipeline.Models.Tables;

/// <summary>Columns of the same length, in memory, fixed once made. Tables made from one another share columns.</summary>
public sealed class Table
{
    private readonly Dictionary<string, Column> _byName;

    /// <exception cref="ArgumentException">Two columns have the same name, or not the same number of rows.</exception>
    public Table(params IEnumerable<Column> columns)
    {
        Columns = [.. columns];
        RowCount = Columns.Count > 0 ? Columns[0].Count : 0;
        _byName = new Dictionary<string, Column>(Columns.Count, StringComparer.Ordinal);
        foreach (var column in Columns)
        {
            if (column.Count != RowCount)
                throw new ArgumentException($"'{column.Name}' has {column.Count} rows, and '{Columns[0].Name}' has {RowCount}.");
            if (!_byName.TryAdd(column.Name, column))
                throw new ArgumentException($"There are two columns of the name '{column.Name}'.", nameof(columns));
        }
    }

    public IReadOnlyList<Column> Columns { get; }

    public int RowCount { get; }

    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Column this[string name] => TryGet(name, out var column) ? column : throw new ArgumentException(
        $"There is no column '{name}'. {NearestNames.Hint(name, _byName.Keys)}", nameof(name));

    public bool TryGet(string name, [MaybeNullWhen(false)] out Column column) => _byName.TryGetValue(name, out column);

    /// <summary>The given rows of every column, in the given order; a row may occur more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Table Select(ReadOnlySpan<int> rows)
    {
        var selected = new Column[Columns.Count];
        for (var i = 0; i < selected.Length; i++)
            selected[i] = Columns[i].Select(rows);
        return new Table(selected);
    }

    /// <summary>The given columns, in the given order.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table Keep(params IEnumerable<string> names) => new(names.Select(x => this[x]));

    /// <summary>All other columns; a name that is not there is ignored.</summary>
    public Table Without(params IEnumerable<string> names)
    {
        var dropped = names.ToHashSet(StringComparer.Ordinal);
        return new Table(Columns.Where(x => !dropped.Contains(x.Name)));
    }

    /// <summary>Replaces the column of the same name in its place, or adds one at the end.</summary>
    internal Table With(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return _byName.ContainsKey(column.Name)
            ? new Table(Columns.Select(x => x.Name == column.Name ? column : x))
            : new Table([.. Columns, column]);
    }
}
