using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed class DataViewSchema
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    internal DataViewSchema(IEnumerable<(string Name, DataViewType Type)> columns)
    {
        _columns = columns.Select((x, i) => new Column(x.Name, i, x.Type)).ToArray();
        foreach (var column in _columns)
            _byName[column.Name] = column.Index;
    }

    internal IReadOnlyList<Column> Columns => _columns;

    internal int Count => _columns.Length;

    /// <summary>Of several columns of one name the last one, which hides the others.</summary>
    public Column this[string name] => Find(name)
        ?? throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found");

    internal Column? Find(string name) => _byName.TryGetValue(name, out var index) ? _columns[index] : null;

    internal DataViewSchema With(IEnumerable<(string Name, DataViewType Type)> added) =>
        new(_columns.Select(x => (x.Name, x.Type)).Concat(added));

    internal bool Matches(DataViewSchema other) => ReferenceEquals(this, other)
        || _columns.Select(x => (x.Name, x.Type)).SequenceEqual(other._columns.Select(x => (x.Name, x.Type)));

    public struct Column
    {
        internal Column(string name, int index, DataViewType type) => (Name, Index, Type) = (name, index, type);

        public int Index { get; }

        internal string Name { get; }

        internal DataViewType Type { get; }
    }

    public sealed class Annotations
    {
        private Annotations()
        {
        }
    }

    public sealed class Builder
    {
        private readonly List<(string Name, DataViewType Type)> _columns = [];

        public void AddColumn(string name, DataViewType type, Annotations annotations = null) => _columns.Add((name, type));

        public DataViewSchema ToSchema() => new(_columns);
    }
}
