using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pipeline.Manifest;

/// <summary>The part of JSON Schema that manifests use; a keyword beyond it is an error, so that none goes unchecked.</summary>
internal sealed class SchemaCheck(JsonObject root)
{
    public static SchemaCheck Of(string schema) => new(JsonNode.Parse(schema)!.AsObject());

    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonObject schema, JsonNode? value) => schema.All(x => Holds(schema, x.Key, x.Value!, value));

    private bool Holds(JsonObject schema, string keyword, JsonNode rule, JsonNode? value) => keyword switch
    {
        "$schema" or "$defs" or "description" or "default" or "then" => true,
        "$ref" => Accepts(root["$defs"]![((string)rule!)["#/$defs/".Length..]]!.AsObject(), value),
        "type" => (rule as JsonArray ?? [rule.DeepClone()]).Any(x => Is((string)x!, value)),
        "const" => JsonNode.DeepEquals(rule, value),
        "enum" => rule.AsArray().Any(x => JsonNode.DeepEquals(x, value)),
        "oneOf" => rule.AsArray().Count(x => Accepts(x!.AsObject(), value)) == 1,
        "anyOf" => rule.AsArray().Any(x => Accepts(x!.AsObject(), value)),
        "allOf" => rule.AsArray().All(x => Accepts(x!.AsObject(), value)),
        "if" => !Accepts(rule.AsObject(), value) || Accepts(schema["then"]!.AsObject(), value),
        "not" => !Accepts(rule.AsObject(), value),
        _ => OfKind(schema, keyword, rule, value),
    };

    private bool OfKind(JsonObject schema, string keyword, JsonNode rule, JsonNode? value) => (keyword, value) switch
    {
        ("pattern", JsonValue) => !Is("string", value) || Regex.IsMatch((string)value!, (string)rule!),
        ("minLength", JsonValue) => !Is("string", value) || ((string)value!).Length >= (int)rule,
        ("maxLength", JsonValue) => !Is("string", value) || ((string)value!).Length <= (int)rule,
        ("minimum", JsonValue) => !Is("number", value) || (double)value! >= (double)rule,
        ("maximum", JsonValue) => !Is("number", value) || (double)value! <= (double)rule,
        ("exclusiveMinimum", JsonValue) => !Is("number", value) || (double)value! > (double)rule,
        ("exclusiveMaximum", JsonValue) => !Is("number", value) || (double)value! < (double)rule,
        ("items", JsonArray list) => list.All(x => Accepts(rule.AsObject(), x)),
        ("minItems", JsonArray list) => list.Count >= (int)rule,
        ("maxItems", JsonArray list) => list.Count <= (int)rule,
        ("properties", JsonObject map) => rule.AsObject().All(
            x => !map.ContainsKey(x.Key) || Accepts(x.Value!.AsObject(), map[x.Key])),
        ("required", JsonObject map) => rule.AsArray().All(x => map.ContainsKey((string)x!)),
        ("dependentRequired", JsonObject map) => rule.AsObject().All(
            x => !map.ContainsKey(x.Key) || x.Value!.AsArray().All(y => map.ContainsKey((string)y!))),
        ("additionalProperties", JsonObject map) => Others(schema, map).All(
            x => rule is JsonObject other && Accepts(other, x.Value)),
        ("pattern" or "minLength" or "maxLength", _) => true,
        ("minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum", _) => true,
        ("items" or "minItems" or "maxItems", _) => true,
        ("properties" or "required" or "dependentRequired" or "additionalProperties", _) => true,
        _ => throw new NotSupportedException($"'{keyword}' is not checked."),
    };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Others(JsonObject schema, JsonObject map) =>
        map.Where(x => schema["properties"]?.AsObject().ContainsKey(x.Key) != true);

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue x && x.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "number" => value is JsonValue x && x.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "integer" => Is("number", value) && (double)value! == Math.Floor((double)value!),
        "boolean" => value is JsonValue x && x.TryGetValue<bool>(out _),
        _ => throw new NotSupportedException($"The type '{type}' is not checked."),
    };
}
