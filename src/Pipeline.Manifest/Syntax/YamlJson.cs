using System.Text.Json.Nodes;
using Pipeline.Core.Identity;

namespace Pipeline.Manifest.Syntax;

/// <summary>YAML as the JSON that means the same, for digests.</summary>
internal static class YamlJson
{
    public static Digest DigestOf(YamlNode node) => Digest.OfJson(Of(node));

    public static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(x => KeyValuePair.Create(x.Key, Of(x.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Of)]),
        YamlScalar { Kind: ScalarKind.Null } => null,
        YamlScalar { Kind: ScalarKind.Bool } scalar => CoreSchema.Bool(scalar.Text),
        YamlScalar { Kind: ScalarKind.Int or ScalarKind.Float } scalar => Number(scalar),
        YamlScalar scalar => scalar.Text,
        _ => throw new InvalidOperationException("A refused node has no digest."),
    };

    /// <summary>What a double would not hold without loss is kept as it is written.</summary>
    private static JsonValue Number(YamlScalar scalar)
    {
        var value = CoreSchema.Number(scalar);
        var isExact = double.IsFinite(value) && (scalar.Kind == ScalarKind.Float || Math.Abs(value) < 1L << 53);
        return isExact ? JsonValue.Create(value) : JsonValue.Create(scalar.Text);
    }
}
