using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary><c>{env: NAME}</c>. What stands there instead may be the secret itself, so no sentence repeats it.</summary>
internal sealed partial class SecretShape : Shape
{
    private const string Hint = "A manifest never holds a secret itself.";
    private const string Form = "[A-Z][A-Z0-9_]*";

    public override string Accepted => "{env: NAME}, with the name of an environment variable in capitals,";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        var entry = node is YamlMapping { Entries: [{ Key: "env" } only] } ? only.Value : null;
        var variable = entry is YamlScalar { Kind: ScalarKind.Text } name ? name.Text : "";
        if (Variable().IsMatch(variable))
            return new SecretReference(variable);
        if (node is not YamlRefused)
            reading.Add(node.At.Problem($"{Reading.Subject(path)} is a secret; {Accepted} is accepted.", Hint));
        return null;
    }

    public override JsonObject Schema(SchemaWriter writer) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["env"] = new JsonObject { ["type"] = "string", ["pattern"] = $"^{Form}$" } },
        ["required"] = new JsonArray("env"),
        ["additionalProperties"] = false,
    };

    [GeneratedRegex($@"\A{Form}\z")]
    private static partial Regex Variable();
}
