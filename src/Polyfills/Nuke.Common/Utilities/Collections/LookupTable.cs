using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.Utilities.Collections;

/// <summary>Many values under one key, in the order in which they came; an unknown key has none.</summary>
public class LookupTable<TKey, TValue> : ILookup<TKey, TValue>
{
    private readonly Dictionary<TKey, List<TValue>> _values;

    public LookupTable()
        : this(EqualityComparer<TKey>.Default)
    {
    }

    public LookupTable(IEqualityComparer<TKey> comparer) => _values = new Dictionary<TKey, List<TValue>>(comparer);

    public LookupTable(ILookup<TKey, TValue> lookupTable, IEqualityComparer<TKey> comparer = null)
        : this(comparer ?? EqualityComparer<TKey>.Default)
    {
        foreach (var group in lookupTable)
            AddRange(group.Key, group);
    }

    public LookupTable(Dictionary<TKey, List<TValue>> dictionary)
        : this(dictionary.Comparer)
    {
        foreach (var (key, values) in dictionary)
            AddRange(key, values);
    }

    public int Count => _values.Count;

    public IEnumerable<TValue> this[TKey key]
    {
        get => _values.TryGetValue(key, out var values) ? values : [];
        set => _values[key] = [.. value];
    }

    public bool Contains(TKey key) => _values.ContainsKey(key);

    public void Add(TKey key, TValue value) => AddRange(key, [value]);

    public void AddRange(TKey key, IEnumerable<TValue> values)
    {
        if (_values.TryGetValue(key, out var present))
            present.AddRange(values);
        else
            _values.Add(key, [.. values]);
    }

    public void Remove(TKey key) => _values.Remove(key);

    /// <summary>Removes every occurrence of a value, and the key with the last of its values.</summary>
    public void Remove(TKey key, TValue value)
    {
        if (!_values.TryGetValue(key, out var values))
            return;
        values.RemoveAll(x => EqualityComparer<TValue>.Default.Equals(x, value));
        if (values.Count == 0)
            _values.Remove(key);
    }

    public void Clear() => _values.Clear();

    /// <summary>A copy that later changes do not reach.</summary>
    public ILookup<TKey, TValue> AsReadOnly() => _values
        .SelectMany(x => x.Value, (x, value) => (x.Key, value))
        .ToLookup(x => x.Key, x => x.value, _values.Comparer);

    public IEnumerator<IGrouping<TKey, TValue>> GetEnumerator() =>
        _values.Select(IGrouping<TKey, TValue> (x) => new Group(x.Key, x.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Group(TKey key, List<TValue> values) : IGrouping<TKey, TValue>
    {
        public TKey Key => key;
        public IEnumerator<TValue> GetEnumerator() => values.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
