using System;
using System.Collections.Generic;
using System.Linq;

namespace Nuke.Common.Utilities.Collections;

/// <summary>Enumerables, as build scripts walk them.</summary>
public static class EnumerableExtensions
{
    public static void ForEach<T>(this IEnumerable<T> enumerable, Action<T> action)
    {
        foreach (var item in enumerable)
            action(item);
    }

    public static void ForEach<T>(this IEnumerable<T> enumerable, Action<T, int> action)
    {
        foreach (var (index, item) in enumerable.Index())
            action(item, index);
    }

    /// <summary>The same items, with an action done for each when it is reached.</summary>
    public static IEnumerable<T> ForEachLazy<T>(this IEnumerable<T> enumerable, Action<T> action) =>
        enumerable.Select(x =>
        {
            action(x);
            return x;
        });

    public static bool IsEmpty<T>(this IEnumerable<T> enumerable) => !enumerable.Any();

    public static bool IsNullOrEmpty<T>(this IEnumerable<T> enumerable) => enumerable == null || enumerable.IsEmpty();

    public static IEnumerable<T> ToEmptyIfNull<T>(this IEnumerable<T> enumerable) => enumerable ?? [];

    public static IList<T> ToEmptyIfNull<T>(this IList<T> list) => list ?? [];

    public static T[] ToEmptyIfNull<T>(this T[] array) => array ?? [];

    public static IEnumerable<T> WhereNotNull<T>(this IEnumerable<T> enumerable) where T : class =>
        enumerable.Where(x => x != null);

    public static IEnumerable<T> WhereNot<T>(this IEnumerable<T> enumerable, Func<T, bool> condition) where T : class =>
        enumerable.Where(x => !condition(x));

    public static IEnumerable<T> Concat<T>(this IEnumerable<T> enumerable, params T[] others) =>
        enumerable.Concat((IEnumerable<T>)others);

    public static IEnumerable<T> Concat<T>(this T obj, IEnumerable<T> enumerable) => enumerable.Prepend(obj);

    /// <summary>The first item of each value.</summary>
    public static IEnumerable<TSource> Distinct<TSource, TValue>(
        this IEnumerable<TSource> enumerable, Func<TSource, TValue> selector) =>
        enumerable.DistinctBy(selector);

    public static T SingleOrError<T>(this IEnumerable<T> enumerable, string message) =>
        enumerable.SingleOrError(_ => true, message);

    /// <exception cref="Exception">There is not exactly one such item.</exception>
    public static T SingleOrError<T>(this IEnumerable<T> enumerable, Func<T, bool> predicate, string message)
    {
        var found = enumerable.Where(predicate).Take(2).ToList();
        Assert.True(found.Count == 1, message);
        return found[0];
    }

    public static T SingleOrDefaultOrError<T>(this IEnumerable<T> enumerable, string message) =>
        enumerable.SingleOrDefaultOrError(_ => true, message);

    /// <exception cref="Exception">There are several such items.</exception>
    public static T SingleOrDefaultOrError<T>(this IEnumerable<T> enumerable, Func<T, bool> predicate, string message)
    {
        var found = enumerable.Where(predicate).Take(2).ToList();
        Assert.True(found.Count < 2, message);
        return found.FirstOrDefault();
    }

    public static LookupTable<TKey, TValue> ToLookupTable<TItem, TKey, TValue>(
        this IEnumerable<TItem> enumerable, Func<TItem, TKey> keySelector, Func<TItem, TValue> valueSelector) =>
        new(enumerable.ToLookup(keySelector, valueSelector));

    /// <summary>The items below, each before its own.</summary>
    /// <param name="traverse">Whether to look below an item.</param>
    public static IEnumerable<T> Descendants<T>(
        this T obj, Func<T, IEnumerable<T>> selector, Func<T, bool> traverse = null) =>
        traverse?.Invoke(obj) == false ? [] : selector(obj).SelectMany(x => x.DescendantsAndSelf(selector, traverse));

    public static IEnumerable<T> DescendantsAndSelf<T>(
        this T obj, Func<T, IEnumerable<T>> selector, Func<T, bool> traverse = null) =>
        obj.Descendants(selector, traverse).Prepend(obj);
}
