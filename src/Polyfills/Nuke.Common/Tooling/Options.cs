using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Linq;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tooling;

/// <summary>Named values, none of which is there before it is set; their setters change a copy.</summary>
public class Options : IOptions
{
    private ImmutableDictionary<string, object> _values = ImmutableDictionary<string, object>.Empty;

    protected T Get<T>(Expression<Func<object>> provider) => Value<T>(provider.GetMemberInfo().Name);

    protected internal void Set<T>(Expression<Func<T>> provider, object value) => Put(provider.GetMemberInfo().Name, value);

    T IOptions.Get<T>(Expression<Func<object>> provider) => Get<T>(provider);

    void IOptions.Set<T>(Expression<Func<T>> provider, object value) => Set(provider, value);

    void IOptions.Remove<T>(Expression<Func<T>> provider) => Put(provider.GetMemberInfo().Name, null);

    void IOptions.AddCollection<T>(Expression<Func<IReadOnlyCollection<T>>> provider, params T[] value) =>
        Change<IReadOnlyList<T>>(provider, x => [.. x ?? [], .. value]);

    void IOptions.AddCollection<T>(Expression<Func<IReadOnlyCollection<T>>> provider, IEnumerable<T> value) =>
        Change<IReadOnlyList<T>>(provider, x => [.. x ?? [], .. value]);

    void IOptions.RemoveCollection<T>(Expression<Func<IReadOnlyCollection<T>>> provider, params T[] value) =>
        Change<IReadOnlyList<T>>(provider, x => x?.Where(y => !value.Contains(y)).ToList());

    void IOptions.RemoveCollection<T>(Expression<Func<IReadOnlyCollection<T>>> provider, IEnumerable<T> value) =>
        Change<IReadOnlyList<T>>(provider, x => x?.Where(y => !value.Contains(y)).ToList());

    void IOptions.ClearCollection<T>(Expression<Func<IReadOnlyCollection<T>>> provider) =>
        Change<IReadOnlyList<T>>(provider, _ => []);

    void IOptions.SetDictionary<TKey, TValue>(
        Expression<Func<IReadOnlyDictionary<TKey, TValue>>> provider, TKey key, TValue value) =>
        ChangeDictionary(provider, x => x[key] = value);

    void IOptions.AddDictionary<TKey, TValue>(
        Expression<Func<IReadOnlyDictionary<TKey, TValue>>> provider, TKey key, TValue value) =>
        ChangeDictionary(provider, x => x.Add(key, value));

    void IOptions.AddDictionary<TKey, TValue>(
        Expression<Func<IReadOnlyDictionary<TKey, TValue>>> provider, Dictionary<TKey, TValue> value) =>
        ChangeDictionary(provider, x => AddAll(x, value));

    void IOptions.AddDictionary<TKey, TValue>(
        Expression<Func<IReadOnlyDictionary<TKey, TValue>>> provider, ReadOnlyDictionary<TKey, TValue> value) =>
        ChangeDictionary(provider, x => AddAll(x, value));

    void IOptions.RemoveDictionary<TKey, TValue>(Expression<Func<IReadOnlyDictionary<TKey, TValue>>> provider, TKey key) =>
        ChangeDictionary(provider, x => x.Remove(key));

    void IOptions.ClearDictionary<TKey, TValue>(Expression<Func<IReadOnlyDictionary<TKey, TValue>>> provider) =>
        ChangeDictionary(provider, x => x.Clear());

    internal Options Copy() => (Options)MemberwiseClone();

    /// <summary>The value of the calling property, or its type's default before it is set.</summary>
    internal T Value<T>([CallerMemberName] string name = null) =>
        _values.TryGetValue(name.NotNull(), out var value) ? (T)value : default;

    internal void Put(string name, object value) =>
        _values = value == null ? _values.Remove(name) : _values.SetItem(name, value);

    private void Change<T>(LambdaExpression provider, Func<T, T> change)
    {
        var name = provider.GetMemberInfo().Name;
        Put(name, change(Value<T>(name)));
    }

    private void ChangeDictionary<TKey, TValue>(
        Expression<Func<IReadOnlyDictionary<TKey, TValue>>> provider, Action<OrderedDictionary<TKey, TValue>> change) =>
        Change<IReadOnlyDictionary<TKey, TValue>>(provider, present =>
        {
            var changed = new OrderedDictionary<TKey, TValue>(present ?? ReadOnlyDictionary<TKey, TValue>.Empty);
            change(changed);
            return changed;
        });

    private static void AddAll<TKey, TValue>(
        OrderedDictionary<TKey, TValue> target, IEnumerable<KeyValuePair<TKey, TValue>> source)
    {
        foreach (var (key, value) in source)
            target.Add(key, value);
    }
}
