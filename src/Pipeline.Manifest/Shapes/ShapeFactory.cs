using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>The shape of a type. What no manifest can hold is a mistake in the record, and is said at the first use.</summary>
internal static class ShapeFactory
{
    private static readonly ConcurrentDictionary<Type, Shape> Known = new();

    public static Shape Of(Type type, Constraints? constraints = null)
    {
        var limits = constraints ?? Constraints.None;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return Scalar(bare, limits) ?? Collection(bare, limits) ?? Known.GetOrAdd(bare, Composite);
    }

    private static Shape? Scalar(Type type, Constraints limits) =>
        type == typeof(string) ? new TextShape(limits)
        : type == typeof(int) || type == typeof(long) ? new WholeShape(type, limits.Range)
        : type == typeof(double) ? new NumberShape(limits.Range)
        : type == typeof(bool) ? new BoolShape()
        : type == typeof(TimeSpan) ? new DurationShape(limits.Range)
        : type == typeof(JsonElement) ? new FreeShape()
        : type.IsEnum ? new EnumShape(type)
        : null;

    private static Shape? Collection(Type type, Constraints limits)
    {
        if (type.IsArray)
            return new ListShape(type.GetElementType()!, Of(type.GetElementType()!, limits.ForItems), limits);
        if (!type.IsGenericType)
            return null;
        var (definition, arguments) = (type.GetGenericTypeDefinition(), type.GetGenericArguments());
        if (definition == typeof(IReadOnlyDictionary<,>) && arguments[0] == typeof(string))
            return new MapShape(arguments[1], Of(arguments[1], limits.ForItems), limits);
        Type[] lists = [typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IEnumerable<>)];
        return lists.Contains(definition)
            ? new ListShape(arguments[0], Of(arguments[0], limits.ForItems), limits)
            : null;
    }

    private static Shape Composite(Type type)
    {
        if (type == typeof(Criterion))
            return new CriterionShape();
        if (type == typeof(SecretReference))
            return new SecretShape();
        if (type == typeof(ManifestNode))
            return new NodeShape();
        var isOwn = type.Namespace is not { } name || !name.StartsWith("System", StringComparison.Ordinal);
        if (isOwn && type.GetInterfaces().Any(x => x.IsGenericType && x.GetGenericTypeDefinition() == typeof(IParsable<>)))
            return (Shape)Activator.CreateInstance(typeof(ParsedShape<>).MakeGenericType(type))!;
        if (type.GetCustomAttributes<TypeChoiceAttribute>().ToList() is { Count: > 0 } types)
            return new ChoiceShape(type, types);
        if (type.GetCustomAttributes<KeyChoiceAttribute>().ToList() is { Count: > 0 } keys)
            return new KeyChoiceShape(type, keys);
        return isOwn && type is { IsClass: true, IsAbstract: false }
            ? new RecordShape(type)
            : throw new InvalidOperationException($"A manifest cannot hold a {type.Name}.");
    }
}

/// <summary>Anything; it is bound later, when its shape is known.</summary>
internal sealed class NodeShape : Shape
{
    public override string Accepted => "anything";

    public override object? Read(YamlNode node, string path, Reading reading) =>
        node is YamlRefused ? null : new ManifestNode(node, path, reading.Sources);

    public override JsonObject Schema(SchemaWriter writer) => [];
}

/// <summary>A mapping whose keys are nobody's business but the reader's, as JSON.</summary>
internal sealed class FreeShape : Shape
{
    public override string Accepted => "a mapping";

    public override object? Read(YamlNode node, string path, Reading reading) => node is YamlMapping
        ? JsonSerializer.SerializeToElement(YamlJson.Of(node))
        : reading.Refuse(node, path, Accepted);

    public override JsonObject Schema(SchemaWriter writer) => new() { ["type"] = "object" };
}

/// <summary>What is accepted in one place. The same object reads it and writes its JSON Schema, so that the two agree.</summary>
internal abstract class Shape
{
    /// <summary>In words that end with "... is accepted": "a whole number from 1 to 10".</summary>
    public abstract string Accepted { get; }

    /// <summary>The value, or null and at least one problem more.</summary>
    public abstract object? Read(YamlNode node, string path, Reading reading);

    public abstract JsonObject Schema(SchemaWriter writer);
}

/// <summary>Collects the definitions of records, each once, also where they contain themselves.</summary>
internal sealed class SchemaWriter
{
    private readonly Dictionary<Type, string> _names = [];
    private readonly SortedDictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);

    public JsonObject Definitions => new(_definitions.Select(x => KeyValuePair.Create<string, JsonNode?>(x.Key, x.Value)));

    public JsonObject Reference(Type type, Func<JsonObject> define)
    {
        if (!_names.TryGetValue(type, out var name))
        {
            name = Name(type);
            _names.Add(type, name);
            _definitions.Add(name, []);
            _definitions[name] = define();
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    /// <exception cref="KeyNotFoundException">Nothing refers to the type yet.</exception>
    public JsonObject Definition(Type type) => _definitions[_names[type]];

    private string Name(Type type)
    {
        var name = type.DeclaringType is { } outer ? $"{outer.Name}.{type.Name}" : type.Name;
        var names = Enumerable.Range(2, int.MaxValue - 2).Select(x => $"{name}-{x}").Prepend(name);
        return names.First(x => !_definitions.ContainsKey(x));
    }
}
