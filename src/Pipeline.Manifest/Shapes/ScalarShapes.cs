using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>A text that a type of its own parses, such as a digest. The type's description says what it accepts.</summary>
internal sealed class ParsedShape<T> : Shape
    where T : IParsable<T>
{
    public override string Accepted { get; }
        = typeof(T).GetCustomAttribute<DescriptionAttribute>()?.Description ?? $"a {typeof(T).Name}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        var text = node is YamlScalar { Kind: ScalarKind.Text } scalar ? scalar.Text : null;
        return T.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : reading.Refuse(node, path, Accepted);
    }

    public override JsonObject Schema(SchemaWriter writer) => new() { ["type"] = "string" };
}

internal sealed class BoolShape : Shape
{
    public override string Accepted => "true or false";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        return node is YamlScalar { Kind: ScalarKind.Bool } scalar
            ? CoreSchema.Bool(scalar.Text)
            : reading.Refuse(node, path, Accepted, Hint(node));
    }

    public override JsonObject Schema(SchemaWriter writer) => new() { ["type"] = "boolean" };

    private static string? Hint(YamlNode node) => (node as YamlScalar)?.Text.ToUpperInvariant() switch
    {
        "YES" or "ON" or "Y" => "In YAML 1.2 this is a text; write true.",
        "NO" or "OFF" or "N" => "In YAML 1.2 this is a text; write false.",
        _ => null,
    };
}

internal sealed class NumberShape(Bounds range) : Shape
{
    public override string Accepted => $"a number{range.Words(Bounds.Plain)}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlScalar { Kind: ScalarKind.Int or ScalarKind.Float } scalar)
            return reading.Refuse(node, path, Accepted, ScalarHint.Number(node));
        var number = CoreSchema.Number(scalar);
        if (!double.IsFinite(number))
            return reading.Refuse(node, path, Accepted, "It has to be finite.");
        return range.Holds(number) ? number : reading.Refuse(node, path, Accepted);
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var schema = new JsonObject { ["type"] = "number" };
        range.Write(schema);
        return schema;
    }
}

internal sealed class WholeShape(Type type, Bounds range) : Shape
{
    private readonly Bounds _type = type == typeof(int) ? new Bounds(int.MinValue, int.MaxValue) : Bounds.None;

    public override string Accepted => $"a whole number{range.Words(Bounds.Plain)}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlScalar { Kind: ScalarKind.Int, Text: var text })
            return reading.Refuse(node, path, Accepted, ScalarHint.Number(node));
        if (CoreSchema.Integer(text) is not { } number || !_type.Holds(number))
            return reading.Refuse(node, path, Accepted, "It is too large to be read.");
        if (!range.Holds(number))
            return reading.Refuse(node, path, Accepted);
        return type == typeof(int) ? (int)number : (object)number;
    }

    public override JsonObject Schema(SchemaWriter writer)
    {
        var schema = new JsonObject { ["type"] = "integer" };
        range.Write(schema);
        return schema;
    }
}

internal sealed class EnumShape(Type type) : Shape
{
    private readonly Dictionary<string, object> _values = Enum.GetValues(type).Cast<object>()
        .DistinctBy(x => x.ToString()).ToDictionary(x => JsonNamingPolicy.KebabCaseLower.ConvertName(x.ToString()!));

    public override string Accepted => $"one of {string.Join(", ", _values.Keys)}";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlScalar { Kind: ScalarKind.Text, Text: var text })
            return reading.Refuse(node, path, Accepted);
        return _values.TryGetValue(text, out var value)
            ? value
            : reading.Refuse(node, path, Accepted, NearestNames.Question(text, _values.Keys));
    }

    public override JsonObject Schema(SchemaWriter writer) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. _values.Keys.Select(x => JsonValue.Create(x))]) };
}

/// <summary>What to do about a scalar of the wrong kind.</summary>
internal static class ScalarHint
{
    public static string? Quote(YamlNode node) => node is YamlScalar { Kind: not ScalarKind.Null } scalar
        ? $"Write it in quotes: \"{YamlNode.Brief(scalar.Text)}\"."
        : null;

    public static string? Brackets(YamlNode node) =>
        node is YamlScalar { Kind: not ScalarKind.Null } ? "Write it in brackets." : null;

    /// <summary>For a text that a person takes for a number.</summary>
    public static string? Number(YamlNode node)
    {
        if (node is not YamlScalar { Kind: ScalarKind.Text, Text: { Length: < 40 } text })
            return null;
        if (CoreSchema.KindOf(text) is ScalarKind.Int or ScalarKind.Float)
            return "Write it without quotes.";
        var plain = text.Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal).TrimEnd('%');
        var isNumber = double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return isNumber ? "Write digits with a point alone, as 1250000 or 0.05." : null;
    }
}

/// <summary>A number and a unit: 250ms, 90s, 10m, 1.5h, 1d.</summary>
internal sealed partial class DurationShape(Bounds range) : Shape
{
    private const string Form = "(?<amount>[0-9]+(?:\\.[0-9]+)?)(?<unit>ms|s|m|h|d)";
    private const string SchemaForm = "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$";

    private readonly Bounds _told = range.Low > 0 ? range : range with { Low = double.NegativeInfinity };

    public override string Accepted => $"a duration{_told.Words(Words)}, as 90s, 10m, 1.5h or 1d,";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlScalar { Text: { Length: < 40 } text } || Duration().Match(text) is not { Success: true } match)
            return reading.Refuse(node, path, Accepted);
        var amount = double.Parse(match.Groups["amount"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
        var ticks = Math.Round(amount * TicksOf(match.Groups["unit"].Value));
        if (ticks >= long.MaxValue || !range.Holds(ticks / TimeSpan.TicksPerSecond))
            return reading.Refuse(node, path, Accepted);
        return new TimeSpan((long)ticks);
    }

    public override JsonObject Schema(SchemaWriter writer) => new() { ["type"] = "string", ["pattern"] = SchemaForm };

    private static long TicksOf(string unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => TimeSpan.TicksPerDay,
    };

    private static string Words(double seconds) => seconds switch
    {
        > 0 and < 1 => Bounds.Plain(seconds * 1000) + "ms",
        >= 86400 when seconds % 86400 == 0 => Bounds.Plain(seconds / 86400) + "d",
        >= 3600 when seconds % 3600 == 0 => Bounds.Plain(seconds / 3600) + "h",
        >= 60 when seconds % 60 == 0 => Bounds.Plain(seconds / 60) + "m",
        _ => Bounds.Plain(seconds) + "s",
    };

    [GeneratedRegex($@"\A{Form}\z")]
    private static partial Regex Duration();
}

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
