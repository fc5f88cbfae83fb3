using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal sealed class RecordShape : Shape
{
    private readonly Type _type;
    private readonly RecordPlan _plan;
    private readonly PropertyShape? _shorthand;

    public RecordShape(Type type)
    {
        _type = type;
        _plan = new RecordPlan(type);
        if (type.GetCustomAttribute<ShorthandAttribute>() is { } shorthand)
        {
            _shorthand = _plan.Properties.FirstOrDefault(x => x.Property.Name == shorthand.Property)
                ?? throw new InvalidOperationException($"{type.Name} has no property '{shorthand.Property}' to be short for.");
        }
    }

    public override string Accepted => _shorthand is { } x
        ? $"{x.Shape.Accepted.TrimEnd(',')}, or a mapping with {Names},"
        : $"a mapping with {Names}";

    /// <summary>Beside those of the record: a discriminator, or what is read elsewhere.</summary>
    public IReadOnlyList<string> AlsoKnown { get; init; } = [];

    public IReadOnlyList<string> Keys => _plan.Keys;

    private string Names => _plan.Keys.Count == 0 ? "no keys" : string.Join(", ", AlsoKnown.Concat(_plan.Keys));

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        var reader = new RecordReader(_plan, path, reading);
        var isShort = node is YamlScalar || (node is YamlList && _shorthand?.Shape is ListShape);
        if (isShort && _shorthand is { } shorthand)
            return reader.Read(new YamlMapping(node.At, [new YamlEntry(shorthand.Key, node.At, node)]), AlsoKnown);
        return node is YamlMapping mapping ? reader.Read(mapping, AlsoKnown) : reading.Refuse(node, path, Accepted);
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var reference = writer.Reference(_type, () => Body(writer));
        return _shorthand is null
            ? reference
            : new JsonObject { ["oneOf"] = new JsonArray(_shorthand.Shape.Schema(writer), reference) };
    }

    public JsonObject Body(SchemaWriter writer)
    {
        var named = _plan.Properties.Where(x => !x.IsInline).ToList();
        var required = named.Where(x => x.IsRequired).Select(x => JsonValue.Create(x.Key)).ToArray<JsonNode?>();
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(named.Select(x => KeyValuePair.Create(x.Key, (JsonNode?)Described(x, writer)))),
            ["additionalProperties"] = false,
        };
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        if (_plan.Inline is { } inline)
            CriterionGrammar.Write(schema, inline.IsRequired, writer);
        return schema;
    }

    private JsonObject Described(PropertyShape property, SchemaWriter writer)
    {
        var schema = property.Shape.Schema(writer);
        if (ManifestRecord.Default(_type, property) is { } value)
            schema.Insert(0, "default", value);
        if (property.Description is not null)
            schema.Insert(0, "description", property.Description);
        return schema;
    }
}

/// <summary>One property of a record, under its key.</summary>
internal sealed class PropertyShape
{
    private readonly Lazy<Shape> _shape;

    public PropertyShape(PropertyInfo property, ParameterInfo? parameter)
    {
        Property = property;
        Parameter = parameter;
        Key = property.GetCustomAttribute<ManifestKeyAttribute>()?.Name
            ?? JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
        IsInline = property.IsDefined(typeof(InlineAttribute));
        IsRequired = parameter is null ? property.IsDefined(typeof(RequiredMemberAttribute)) : !parameter.HasDefaultValue;
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description;
        _shape = new Lazy<Shape>(() => ShapeFactory.Of(property.PropertyType, Constraints.Of(property)));
    }

    public PropertyInfo Property { get; }

    /// <summary>Of a positional record, the parameter that sets this property.</summary>
    public ParameterInfo? Parameter { get; }

    public string Key { get; }

    public bool IsInline { get; }

    public bool IsRequired { get; }

    public string? Description { get; }

    public Shape Shape => _shape.Value;
}

/// <summary>How a record is put together: through its constructor's parameters, then its other properties.</summary>
internal sealed class RecordPlan
{
    private readonly ConstructorInfo _constructor;

    public RecordPlan(Type type)
    {
        _constructor = type.GetConstructors().MinBy(x => x.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type.Name} has no public constructor, so that no manifest can fill it.");
        var parameters = _constructor.GetParameters();
        Properties = [.. Declared(type)
            .Select(x => (Property: x, Parameter: parameters.FirstOrDefault(y => Sets(y, x))))
            .Where(x => x.Parameter is not null || x.Property.SetMethod is { IsPublic: true })
            .Select(x => new PropertyShape(x.Property, x.Parameter))];
        if (Array.Find(parameters, x => !Properties.Any(y => y.Parameter == x)) is { } stray)
            throw new InvalidOperationException($"{type.Name} has no property for its parameter '{stray.Name}'.");
        if (Properties.FirstOrDefault(x => x.IsInline && x.Property.PropertyType != typeof(Criterion)) is { } inline)
            throw new InvalidOperationException($"{type.Name}.{inline.Property.Name} is inline, which only a criterion can be.");
        var keys = Properties.Where(x => !x.IsInline).Select(x => x.Key).ToList();
        Keys = Inline is null ? keys : [.. keys, .. CriterionGrammar.Keys];
        if (Keys.Distinct().Count() < Keys.Count)
            throw new InvalidOperationException($"{type.Name} has two properties with the same key.");
    }

    public IReadOnlyList<PropertyShape> Properties { get; }

    public IReadOnlyList<string> Keys { get; }

    public PropertyShape? Inline => Properties.SingleOrDefault(x => x.IsInline);

    /// <exception cref="TargetInvocationException">The record refuses a value.</exception>
    public object Create(IReadOnlyDictionary<PropertyShape, object?> values)
    {
        var parameters = _constructor.GetParameters().Select(x => Argument(x, values)).ToArray();
        var record = _constructor.Invoke(parameters);
        foreach (var (property, value) in values.Where(x => x.Key.Parameter is null && x.Value is not null))
            property.Property.SetValue(record, value);
        return record;
    }

    private static object? Argument(ParameterInfo parameter, IReadOnlyDictionary<PropertyShape, object?> values)
    {
        var value = values.FirstOrDefault(x => x.Key.Parameter == parameter).Value;
        return value ?? (parameter.HasDefaultValue ? parameter.DefaultValue : null);
    }

    /// <summary>Those of the root first, each in the order of its declaration.</summary>
    private static IEnumerable<PropertyInfo> Declared(Type? type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        return type is null || type == typeof(object) ? [] :
        [
            .. Declared(type.BaseType),
            .. type.GetProperties(own).Where(x => x.GetMethod is { } get && get.GetBaseDefinition() == get),
        ];
    }

    private static bool Sets(ParameterInfo parameter, PropertyInfo property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.ParameterType == property.PropertyType;
}

/// <summary>Reads one record, its properties first, then what it says of itself.</summary>
internal sealed class RecordReader(RecordPlan plan, string path, Reading reading)
{
    private readonly Dictionary<PropertyShape, object?> _values = [];

    /// <param name="mapping">Its keys.</param>
    /// <param name="alsoKnown">Keys that are not the record's, and that are read elsewhere.</param>
    public object? Read(YamlMapping mapping, IReadOnlyList<string> alsoKnown)
    {
        var before = reading.Problems.Count;
        var isGood = true;
        foreach (var property in plan.Properties)
            isGood &= property.IsInline ? ReadInline(property, mapping) : ReadProperty(property, mapping);
        foreach (var entry in mapping.Entries.Where(x => !plan.Keys.Contains(x.Key) && !alsoKnown.Contains(x.Key)))
            UnknownKey.Report(entry, path, [.. plan.Keys, .. alsoKnown], reading);
        return isGood && reading.Problems.Count == before ? Create(mapping) : null;
    }

    private bool ReadInline(PropertyShape property, YamlMapping mapping)
    {
        _values[property] = new CriterionReader(mapping, path, reading).Read(property.IsRequired);
        return _values[property] is not null || !mapping.Entries.Any(x => CriterionGrammar.Limits.Contains(x.Key));
    }

    private bool ReadProperty(PropertyShape property, YamlMapping mapping)
    {
        var inner = ManifestPath.Key(path, property.Key);
        if (mapping.Find(property.Key) is not { } entry)
        {
            if (property.IsRequired)
                reading.Add(mapping.At.Problem($"'{inner}' is missing.", $"Accepted is {property.Shape.Accepted.TrimEnd(',')}."));
            return !property.IsRequired;
        }

        reading.Sources.Add(inner, entry.Value is YamlScalar ? entry.Value.At : entry.At);
        _values[property] = property.Shape.Read(entry.Value, inner, reading);
        return _values[property] is not null;
    }

    private object? Create(YamlMapping mapping)
    {
        try
        {
            var record = plan.Create(_values);
            reading.Sources.Add(record, path);
            return record is not IValidatedRecord validated || IsValid(validated) ? record : null;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException refusal)
        {
            var reason = refusal.Message.Split('\n')[0].Split(" (Parameter '")[0];
            reading.Add(mapping.At.Problem($"{Reading.Subject(path)} is not accepted: {reason}"));
            return null;
        }
    }

    private bool IsValid(IValidatedRecord record)
    {
        var findings = record.Validate().ToList();
        foreach (var finding in findings)
        {
            var place = PlaceOf(finding);
            reading.Add(reading.Sources.Find(place)!.Problem($"{Reading.Subject(place)}: {finding.Message}", finding.Hint));
        }

        return findings.Count == 0;
    }

    private string PlaceOf(Finding finding)
    {
        var property = plan.Properties.FirstOrDefault(x => x.Property.Name == finding.Property);
        var place = property is null || property.IsInline ? path : ManifestPath.Key(path, property.Key);
        return finding.Item is { } item ? ManifestPath.Item(place, item) : place;
    }
}

internal static class UnknownKey
{
    public static void Report(YamlEntry entry, string path, IReadOnlyCollection<string> known, Reading reading)
    {
        var where = path.Length == 0 ? "here" : $"in {Reading.Subject(path)}";
        var message = $"'{YamlNode.Brief(entry.Key)}' is not a known key {where}.";
        reading.Add(entry.At.Problem(message, NearestNames.Hint(entry.Key, known)));
    }
}
