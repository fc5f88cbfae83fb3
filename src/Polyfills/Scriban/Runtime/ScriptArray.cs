using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace Scriban.Runtime;

public class ScriptArray : IList<object>, IList
{
    private readonly List<object> _items;

    public ScriptArray() => _items = [];

    public ScriptArray(int capacity) => _items = new List<object>(capacity);

    public ScriptArray(IEnumerable<object> values) => _items = [.. values];

    public ScriptArray(IEnumerable values) => _items = [.. values.Cast<object>()];

    public int Count => _items.Count;

    public virtual bool IsReadOnly { get; set; }

    bool IList.IsFixedSize => IsReadOnly;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    /// <summary>Null beyond the end; setting an item there fills the gap with nulls.</summary>
    public virtual object this[int index]
    {
        get => index >= 0 && index < _items.Count ? _items[index] : null;
        set
        {
            AssertWritable();
            while (_items.Count <= index)
                _items.Add(null);
            _items[index] = value;
        }
    }

    public virtual void Add(object item)
    {
        AssertWritable();
        _items.Add(item);
    }

    public void AddRange(IEnumerable<object> items)
    {
        AssertWritable();
        _items.AddRange(items);
    }

    public virtual void Clear()
    {
        AssertWritable();
        _items.Clear();
    }

    public virtual bool Contains(object item) => _items.Contains(item);

    public virtual void CopyTo(object[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    public virtual int IndexOf(object item) => _items.IndexOf(item);

    public virtual void Insert(int index, object item)
    {
        AssertWritable();
        _items.Insert(index, item);
    }

    public virtual bool Remove(object item)
    {
        AssertWritable();
        return _items.Remove(item);
    }

    public virtual void RemoveAt(int index)
    {
        AssertWritable();
        _items.RemoveAt(index);
    }

    public List<object>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<object> IEnumerable<object>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    int IList.Add(object value)
    {
        Add(value);
        return Count - 1;
    }

    void IList.Remove(object value) => Remove(value);

    void ICollection.CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);

    private void AssertWritable()
    {
        if (IsReadOnly)
            throw new InvalidOperationException("The array is read-only.");
    }
}
