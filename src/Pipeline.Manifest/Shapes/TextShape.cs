using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

internal sealed class TextShape(Constraints constraints) : Shape
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    public override string Accepted
    {
        get
        {
            if (constraints.Allowed.Count > 0)
                return $"one of {string.Join(", ", constraints.Allowed)}";
            var pattern = constraints.Pattern is { } x ? $" that matches {x}" : "";
            return $"a text{constraints.Length.Count("character")}{pattern}{(constraints.OrNumber ? " or a number" : "")}";
        }
    }

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlScalar { Text: var text } scalar || !Accepts(scalar.Kind))
            return reading.Refuse(node, path, Accepted, ScalarHint.Quote(node));
        if (constraints.Allowed.Count > 0 && !constraints.Allowed.Contains(text))
            return reading.Refuse(node, path, Accepted, NearestNames.Question(text, constraints.Allowed));
        return constraints.Length.Holds(text.Length) && Matches(text) ? text : reading.Refuse(node, path, Accepted);
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var schema = new JsonObject { ["type"] = constraints.OrNumber ? new JsonArray("string", "number") : "string" };
        if (constraints.Allowed.Count > 0)
            schema["enum"] = new JsonArray([.. constraints.Allowed.Select(x => JsonValue.Create(x))]);
        if (constraints.Pattern is not null)
            schema["pattern"] = $"^(?:{constraints.Pattern})$";
        Lengths.Write(constraints.Length, schema, "Length");
        return schema;
    }

    private bool Accepts(ScalarKind kind) =>
        kind == ScalarKind.Text || (constraints.OrNumber && kind is (ScalarKind.Int or ScalarKind.Float));

    private bool Matches(string text)
    {
        try
        {
            return constraints.Pattern is not { } x
                || Regex.IsMatch(text, $@"\A(?:{x})\z", RegexOptions.CultureInvariant, MostTime);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}

internal static class Lengths
{
    /// <param name="length">How many there are.</param>
    /// <param name="schema">Is added to.</param>
    /// <param name="noun">"Length", "Items" or "Properties", as JSON Schema counts.</param>
    public static void Write(Bounds length, JsonObject schema, string noun)
    {
        if (double.IsFinite(length.Low) && length.Low > 0)
            schema["min" + noun] = (int)length.Low;
        if (double.IsFinite(length.High))
            schema["max" + noun] = (int)length.High;
    }
}
