using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using Scriban.Parsing;

namespace Scriban.Runtime;

public class ScriptObject : IDictionary<string, object>, IScriptObject, IFormattable
{
    private readonly Dictionary<string, object> _members;
    private readonly HashSet<string> _readOnly;
    private bool _isReadOnly;

    public ScriptObject()
        : this(null)
    {
    }

    public ScriptObject(IEqualityComparer<string> keyComparer)
    {
        _members = new Dictionary<string, object>(keyComparer);
        _readOnly = new HashSet<string>(keyComparer);
    }

    public int Count => _members.Count;

    public ICollection<string> Keys => _members.Keys;

    public ICollection<object> Values => _members.Values;

    public virtual bool IsReadOnly
    {
        get => _isReadOnly;
        set => _isReadOnly = value;
    }

    public virtual object this[string key]
    {
        get => _members.GetValueOrDefault(key);
        set => Set(key, value);
    }

    public static ScriptObject From(object obj)
    {
        var result = new ScriptObject();
        result.Import(obj);
        return result;
    }

    public void Add(string key, object value)
    {
        AssertWritable(key);
        _members.Add(key, value);
    }

    public void SetValue(string member, object value, bool readOnly)
    {
        Set(member, value);
        SetReadOnly(member, readOnly);
    }

    public void Clear()
    {
        AssertWritable(null);
        _members.Clear();
        _readOnly.Clear();
    }

    public virtual bool Contains(string member) => _members.ContainsKey(member);

    public bool ContainsKey(string key) => Contains(key);

    public IEnumerable<string> GetMembers() => _members.Keys;

    public virtual bool TryGetValue(TemplateContext context, SourceSpan span, string member, out object value) =>
        _members.TryGetValue(member, out value);

    public virtual bool CanWrite(string member) => !_isReadOnly && !_readOnly.Contains(member);

    public virtual bool TrySetValue(TemplateContext context, SourceSpan span, string member, object value, bool readOnly)
    {
        if (!CanWrite(member))
            return false;

        SetValue(member, value, readOnly);
        return true;
    }

    public virtual bool Remove(string member)
    {
        AssertWritable(member);
        return _members.Remove(member);
    }

    public virtual void SetReadOnly(string member, bool readOnly)
    {
        if (readOnly)
            _readOnly.Add(member);
        else
            _readOnly.Remove(member);
    }

    public virtual IScriptObject Clone(bool deep)
    {
        var clone = new ScriptObject(_members.Comparer) { _isReadOnly = _isReadOnly };
        foreach (var (name, value) in _members)
            clone._members[name] = deep ? Cloning.Of(value) : value;
        clone._readOnly.UnionWith(_readOnly);
        return clone;
    }

    public sealed override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    public virtual string ToString(string format, IFormatProvider formatProvider) =>
        (formatProvider as TemplateContext ?? new TemplateContext(new ScriptObject())).ObjectToString(this);

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _members.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_members).Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_members).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) => Remove(item.Key);

    bool IDictionary<string, object>.TryGetValue(string key, out object value) => _members.TryGetValue(key, out value);

    private void Set(string member, object value)
    {
        AssertWritable(member);
        _members[member] = value;
    }

    private void AssertWritable(string member)
    {
        if (_isReadOnly || (member is not null && _readOnly.Contains(member)))
            throw new InvalidOperationException($"The {(member is null ? "object" : $"member `{member}`")} is read-only.");
    }
}
