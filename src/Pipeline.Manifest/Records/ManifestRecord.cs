using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json;
using Pipeline.Manifest.Shapes;

namespace Pipeline.Manifest.Records;

/// <summary>What people are told of a record that a part of a manifest is bound to.</summary>
public static class ManifestRecord
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The keys of a record, and of the records in it behind their own, in the order of their declaration.</summary>
    /// <exception cref="InvalidOperationException">The record has something that no manifest can hold.</exception>
    public static IReadOnlyList<RecordKey> Keys(Type record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return [.. Keys(record, "")];
    }

    /// <summary>What a record is for, in a sentence; null where it does not say.</summary>
    public static string? Description(Type record) => record.GetCustomAttribute<DescriptionAttribute>()?.Description;

    /// <summary>A record as a manifest would have it, in the order of its declaration; what is null is left out.</summary>
    public static JsonElement ToJson(object record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return JsonSerializer.SerializeToElement(record, record.GetType(), Json);
    }

    /// <summary>What a key has when nobody writes it, where that is a number, a text, true or false; else null.</summary>
    internal static JsonNode? Default(Type record, PropertyShape property)
    {
        if (property.IsRequired || record.IsAbstract || record.GetConstructor(Type.EmptyTypes) is not { } constructor)
            return null;
        var value = property.Property.GetValue(constructor.Invoke([]));
        return value is string or int or long or double or bool or Enum
            ? JsonSerializer.SerializeToNode(value, value.GetType(), Json)
            : null;
    }

    private static IEnumerable<RecordKey> Keys(Type record, string path) =>
        new RecordPlan(record).Properties.Where(property => !property.IsInline).SelectMany(property =>
        {
            var key = ManifestPath.Key(path, property.Key);
            if (property.Shape is RecordShape)
                return Keys(property.Property.PropertyType, key);
            var accepted = property.Shape.Accepted.TrimEnd(',');
            return [new RecordKey(key, accepted, $"{Default(record, property)}", property.Description)];
        });
}

/// <summary>A key of a record, as people are told of it.</summary>
/// <param name="Path">From the record on: "booster.l2".</param>
/// <param name="Accepted">In words: "a whole number from 1 to 10".</param>
/// <param name="Default">What it is when nobody writes it; empty where that is nothing in particular.</param>
/// <param name="Description">One sentence; null where the record has none.</param>
public sealed record RecordKey(string Path, string Accepted, string Default, string? Description);

/// <summary>A record with rules that no single property can state. It is asked once all of its properties are read.</summary>
public interface IValidatedRecord
{
    /// <summary>Everything that is wrong, not only the first.</summary>
    IEnumerable<Finding> Validate();
}

/// <summary>What a record finds wrong in itself; it becomes a problem at the property's place in the file.</summary>
/// <param name="Property">By <c>nameof</c>; empty for the record as a whole.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">One sentence on what to do, or null.</param>
public sealed record Finding(string Property, string Message, string? Hint = null)
{
    /// <summary>Of the property's list, the item that is meant, counted from 0; null for all of it.</summary>
    public int? Item { get; init; }
}
