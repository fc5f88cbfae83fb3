using System.ComponentModel;
using System.Reflection;

namespace Pipeline.Manifest;

/// <summary>A key at the top of a manifest and the record behind it, which the domain that owns the record registers.</summary>
/// <param name="Key">In kebab-case: "training".</param>
/// <param name="Type">A record, or an <see cref="IReadOnlyDictionary{TKey, TValue}"/> of records by name.</param>
/// <param name="IsRequired">Whether a manifest without it is refused.</param>
public sealed record ManifestSection(string Key, Type Type, bool IsRequired)
{
    /// <summary>For the JSON Schema, from the record's <see cref="DescriptionAttribute"/>.</summary>
    public string? Description => Type.GetCustomAttribute<DescriptionAttribute>()?.Description;

    public static ManifestSection Required<T>(string key)
        where T : class =>
        new(key, typeof(T), IsRequired: true);

    public static ManifestSection Optional<T>(string key)
        where T : class =>
        new(key, typeof(T), IsRequired: false);
}
