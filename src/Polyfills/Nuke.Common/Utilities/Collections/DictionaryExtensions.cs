using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace Nuke.Common.Utilities.Collections;

/// <summary>Dictionaries, built up in one expression.</summary>
public static class DictionaryExtensions
{
    public static Dictionary<TKey, TValue> AddPair<TKey, TValue>(
        this Dictionary<TKey, TValue> dictionary, TKey key, TValue value = default)
    {
        dictionary.Add(key, value);
        return dictionary;
    }

    /// <summary>Adds the text of a value.</summary>
    public static Dictionary<TKey, string> AddPair<TKey, TValue>(
        this Dictionary<TKey, string> dictionary, TKey key, TValue value = default)
    {
        dictionary.Add(key, value?.ToString());
        return dictionary;
    }

    public static Dictionary<TKey, TValue> AddPairWhenKeyNotNull<TKey, TValue>(
        this Dictionary<TKey, TValue> dictionary, TKey key, TValue value = default)
        where TKey : class =>
        key == null ? dictionary : dictionary.AddPair(key, value);

    public static Dictionary<TKey, TValue> AddPairWhenValueNotNull<TKey, TValue>(
        this Dictionary<TKey, TValue> dictionary, TKey key, TValue value)
        where TValue : class =>
        value == null ? dictionary : dictionary.AddPair(key, value);

    public static Dictionary<TKey, TValue> AddDictionary<TKey, TValue>(
        this Dictionary<TKey, TValue> dictionary, Dictionary<TKey, TValue> otherDictionary) =>
        AddAll(dictionary, otherDictionary);

    public static Dictionary<TKey, TValue> AddDictionary<TKey, TValue>(
        this Dictionary<TKey, TValue> dictionary, ReadOnlyDictionary<TKey, TValue> otherDictionary) =>
        AddAll(dictionary, otherDictionary);

    public static IDictionary<TKey, TValue> SetKeyValue<TKey, TValue>(
        this IDictionary<TKey, TValue> dictionary, TKey key, TValue value = default)
    {
        dictionary[key] = value;
        return dictionary;
    }

    private static Dictionary<TKey, TValue> AddAll<TKey, TValue>(
        Dictionary<TKey, TValue> dictionary, IEnumerable<KeyValuePair<TKey, TValue>> pairs)
    {
        foreach (var (key, value) in pairs)
            dictionary.Add(key, value);
        return dictionary;
    }
}
