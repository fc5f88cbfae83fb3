using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Linq;

namespace Nuke.Common.Tooling;

/// <summary>Ways to change options and to make several of one.</summary>
public static class OptionsExtensions
{
    /// <summary>A changed copy.</summary>
    public static T Modify<T>(this T options, Action<IOptions> modification = null) where T : IOptions
    {
        var copy = (T)(IOptions)((Options)(IOptions)options).Copy();
        modification?.Invoke(copy);
        return copy;
    }

    public static T When<T>(this T options, Func<T, bool> condition, Configure<T> configurator) where T : Options, new() =>
        condition(options) ? options.Apply(configurator) : options;

    public static T[] When<T>(this T[] options, Func<T, bool> condition, Configure<T> configurator) where T : Options, new() =>
        [.. options.Select(x => x.When(condition, configurator))];

    public static T Apply<T>(this T options, Configure<T> configurator) where T : Options, new() =>
        configurator.InvokeSafe(options);

    public static T[] Apply<T>(this T[] options, Configure<T> configurator) where T : Options, new() =>
        [.. options.Select(x => x.Apply(configurator))];

    public static T Apply<T, TValue>(this T options, Configure<T, TValue> configurator, TValue value) where T : Options, new() =>
        configurator == null ? options : configurator(options, value);

    public static T[] Apply<T, TValue>(this T[] options, Configure<T, TValue> configurator, TValue value)
        where T : Options, new() =>
        [.. options.Select(x => x.Apply(configurator, value))];

    /// <summary>One of each configuration.</summary>
    public static T[] CombineWith<T>(this T options, params Configure<T>[] configurators) where T : Options, new() =>
        [.. configurators.Select(x => x(options))];

    public static T[] CombineWith<T>(this T options, params CombinatorialConfigure<T>[] configurators) where T : Options, new() =>
        [.. configurators.SelectMany(x => x(options))];

    /// <summary>One of each value.</summary>
    public static T[] CombineWith<T, TValue>(this T options, IEnumerable<TValue> values, Func<T, TValue, T> configurator)
        where T : Options =>
        [.. values.Select(x => configurator(options, x))];

    public static T[] CombineWith<T, TValue>(
        this T options, IEnumerable<TValue> values, Func<T, TValue, IEnumerable<T>> configurator)
        where T : Options =>
        [.. values.SelectMany(x => configurator(options, x))];

    public static T[] CombineWith<T>(this IEnumerable<T> options, params Configure<T>[] configurators) where T : Options, new() =>
        [.. options.SelectMany(x => x.CombineWith(configurators))];

    public static T[] CombineWith<T>(this IEnumerable<T> options, params CombinatorialConfigure<T>[] configurators)
        where T : Options, new() =>
        [.. options.SelectMany(x => x.CombineWith(configurators))];

    public static T[] CombineWith<T, TValue>(
        this IEnumerable<T> options, IEnumerable<TValue> values, Func<T, TValue, T> configurator)
        where T : Options =>
        [.. options.SelectMany(x => x.CombineWith(values, configurator))];

    public static T[] CombineWith<T, TValue>(
        this IEnumerable<T> options, IEnumerable<TValue> values, Func<T, TValue, IEnumerable<T>> configurator)
        where T : Options =>
        [.. options.SelectMany(x => x.CombineWith(values, configurator))];

    /// <summary>A copy with one value set; null takes the value away.</summary>
    internal static T With<T>(this T options, string property, object value) where T : Options
    {
        var copy = (T)options.Copy();
        copy.Put(property, value);
        return copy;
    }

    internal static T WithItems<T>(this T options, string property, IEnumerable<string> items) where T : Options =>
        options.With(property, items?.ToImmutableList());

    internal static T WithAdded<T>(this T options, string property, IEnumerable<string> items) where T : Options =>
        options.WithItems(property, [.. options.Value<IReadOnlyList<string>>(property) ?? [], .. items]);

    internal static T WithEntry<T, TValue>(this T options, string property, string key, TValue value) where T : Options
    {
        var entries = options.Entries<TValue>(property);
        entries[key] = value;
        return options.With(property, entries);
    }

    /// <exception cref="ArgumentException">The key is there already.</exception>
    internal static T WithNewEntry<T, TValue>(this T options, string property, string key, TValue value) where T : Options
    {
        var entries = options.Entries<TValue>(property);
        entries.Add(key, value);
        return options.With(property, entries);
    }

    internal static T WithEntries<T, TValue>(
        this T options, string property, IEnumerable<KeyValuePair<string, TValue>> values) where T : Options =>
        options.With(property, values == null ? null : new OrderedDictionary<string, TValue>(values));

    private static OrderedDictionary<string, TValue> Entries<TValue>(this Options options, string property) =>
        new(options.Value<IReadOnlyDictionary<string, TValue>>(property) ?? ReadOnlyDictionary<string, TValue>.Empty);
}
