using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Text.Json.Nodes;

namespace Nuke.Common.Execution;

/// <summary>How .NET types look in a schema; what has several values by name becomes a definition of its own.</summary>
internal sealed class SchemaTypes(IEnumerable<string> targets)
{
    // Every host of the real package, so that the file does not depend on where the build's packages come from.
    private static readonly string[] Hosts =
    [
        "AppVeyor", "AzurePipelines", "Bamboo", "Bitbucket", "Bitrise", "GitHubActions", "GitLab", "Jenkins", "Rider",
        "SpaceAutomation", "TeamCity", "Terminal", "TravisCI", "VisualStudio", "VSCode",
    ];

    private static readonly Dictionary<Type, (string Type, string Format)> Simple = new()
    {
        [typeof(bool)] = ("boolean", null),
        [typeof(byte)] = ("integer", "byte"),
        [typeof(sbyte)] = ("integer", "int32"),
        [typeof(short)] = ("integer", "int32"),
        [typeof(ushort)] = ("integer", "int32"),
        [typeof(int)] = ("integer", "int32"),
        [typeof(uint)] = ("integer", "int64"),
        [typeof(long)] = ("integer", "int64"),
        [typeof(ulong)] = ("integer", "uint64"),
        [typeof(float)] = ("number", "float"),
        [typeof(double)] = ("number", "double"),
        [typeof(decimal)] = ("number", "decimal"),
        [typeof(Guid)] = ("string", "guid"),
        [typeof(Uri)] = ("string", "uri"),
        [typeof(DateTime)] = ("string", "date-time"),
        [typeof(DateTimeOffset)] = ("string", "date-time"),
        [typeof(TimeSpan)] = ("string", "duration"),
    };

    private readonly Dictionary<Type, string> _names = [];

    /// <summary>The types that were referred to, in the order of their first use.</summary>
    public JsonObject Definitions { get; } = [];

    /// <summary>The schema of a value; a description stands where editors look for it, before references and formats.</summary>
    public JsonObject Schema(Type type, string description, IReadOnlyList<string> allowedValues)
    {
        if (ElementType(type) is { } element)
            return Typed("array", description, ("items", Schema(element, description: null, allowedValues)));
        if (allowedValues is not null)
            return Typed("string", description, ("enum", Strings(allowedValues)));

        var underlying = Nullable.GetUnderlyingType(type);
        if (IsDefined(underlying ?? type))
            return Reference(underlying ?? type, description, isNullable: underlying is not null);

        var (name, format) = Simple.GetValueOrDefault(underlying ?? type, ("string", null));
        return Typed(underlying is null ? name : new JsonArray(name, "null"), description, ("format", format));
    }

    private static bool IsDefined(Type type) => type.IsEnum || type == typeof(Host) || type == typeof(ExecutableTarget);

    private static Type ElementType(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        if (type == typeof(string) || type.IsDefined(typeof(TypeConverterAttribute), inherit: true))
            return null;

        var sequence = type.GetInterfaces().Append(type).FirstOrDefault(IsSequence);
        return sequence?.GetGenericArguments()[0];
    }

    private static bool IsSequence(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>);

    private static JsonObject Typed(JsonNode type, string description, (string Name, JsonNode Value) detail)
    {
        var schema = new JsonObject { ["type"] = type };
        if (description is not null)
            schema["description"] = description;
        if (detail.Value is not null)
            schema[detail.Name] = detail.Value;
        return schema;
    }

    private static JsonArray Strings(IEnumerable<string> values) => [.. values.Select(x => JsonValue.Create(x))];

    private JsonObject Reference(Type type, string description, bool isNullable)
    {
        var reference = $"#/definitions/{Define(type)}";
        var schema = new JsonObject();
        if (description is not null)
            schema["description"] = description;
        if (isNullable)
            schema["oneOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, new JsonObject { ["$ref"] = reference });
        else
            schema["$ref"] = reference;
        return schema;
    }

    private string Define(Type type)
    {
        if (_names.TryGetValue(type, out var known))
            return known;

        var namesakes = _names.Keys.Count(x => x.Name == type.Name);
        var name = namesakes == 0 ? type.Name : $"{type.Name}{namesakes + 1}";
        Definitions[name] = type.IsEnum
            ? Typed("string", description: string.Empty, ("enum", Strings(Enum.GetNames(type))))
            : Typed("string", description: null, ("enum", Strings(type == typeof(Host) ? Hosts : targets)));
        return _names[type] = name;
    }
}
