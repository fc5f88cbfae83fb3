using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Evaluation.Behaviour;

/// <summary>A value of an input as a table keeps it.</summary>
/// <param name="Number">NaN for a missing one, and for a text.</param>
/// <param name="Text">Null for a missing one, and for a number.</param>
internal readonly record struct GivenValue(double Number, string? Text)
{
    public static GivenValue Missing { get; } = new(double.NaN, null);

    public bool IsMissing => Text is null && double.IsNaN(Number);

    /// <summary>As people read it; null where it is missing.</summary>
    public string? Shown => Text ?? (double.IsNaN(Number) ? null : Number.ToString("R", CultureInfo.InvariantCulture));
}

/// <summary>Reads what is written in tests as a server would read it of a request, and says what is wrong with it.</summary>
internal sealed class InputReader(ModelInput input, ValueSpellings spellings)
{
    private readonly ValueReader _reader = new(input.DataType, spellings);
    private readonly KnownValues _known = new(input, new ValueReader(input.DataType, spellings));

    public ModelInput Input => input;

    /// <summary>Whether a server knows the value.</summary>
    public bool Knows(GivenValue value) => value.Text is { } text ? _known.Has(text) : _known.Has(value.Number);

    /// <summary>The values that it may have, in order, where they are a closed list; empty for others.</summary>
    public IReadOnlyList<GivenValue> All() => input switch
    {
        { Categories: { } names } => [.. names.Select(name => new GivenValue(double.NaN, name)).Where(Knows)],
        { Accepts: Criterion.OneOf accepted } => [.. accepted.Values.Select(Read).OfType<GivenValue>()],
        _ => [],
    };

    public Validated<GivenValue> Read(ManifestNode node)
    {
        var json = node.ToJson();
        if (json is null)
            return Validated.Valid(GivenValue.Missing);
        if (json is not JsonValue scalar)
            return Refuse(node, $"is {_reader.Accepted}, and a {(json is JsonArray ? "list" : "mapping")} is written.");
        var kind = scalar.GetValueKind();
        if (kind == JsonValueKind.String && _reader.IsMissing(Encoding.UTF8.GetBytes(node.Text!)))
            return Validated.Valid(GivenValue.Missing);
        if (Value(node.Text!, scalar, kind) is not { } value)
            return Refuse(node, $"is {_reader.Accepted}, and {Written(node, kind)} is written.");
        if (Knows(value))
            return Validated.Valid(value);
        return input.Accepts is { } accepted
            ? Refuse(node, $"is {Written(node, kind)}; {accepted} is accepted.")
            : Refuse(
                node,
                $"is {Written(node, kind)}, which the model has not learned.",
                NearestNames.Hint(node.Text!, input.Categories?.ToList() ?? []));
    }

    private GivenValue? Read(string text) => input.Type == ColumnType.Number
        ? _reader.TryNumber(Encoding.UTF8.GetBytes(text), out var number) ? new GivenValue(number, null) : null
        : Named(text);

    private GivenValue? Value(string text, JsonValue scalar, JsonValueKind kind)
    {
        if (input.Type != ColumnType.Number)
        {
            var meant = kind switch
            {
                _ when _known.Category(text) is { } same => same,
                JsonValueKind.Number => _known.Category(scalar.GetValue<double>()),
                JsonValueKind.True => _known.Category(truth: true),
                JsonValueKind.False => _known.Category(truth: false),
                _ => null,
            };
            return meant is not null ? new GivenValue(double.NaN, meant) : Named(text);
        }

        if (kind == JsonValueKind.Number)
            return scalar.GetValue<double>() is var number && _reader.Takes(number) ? new GivenValue(number, null) : null;
        return kind == JsonValueKind.String ? Read(text) : null;
    }

    private GivenValue? Named(string text) => _reader.TryName(Encoding.UTF8.GetBytes(text), out var name)
        ? new GivenValue(double.NaN, Encoding.UTF8.GetString(name))
        : null;

    private Validated<GivenValue> Refuse(ManifestNode node, string clause, string? hint = null) =>
        Validated.Invalid<GivenValue>(node.Location.Problem($"'{input.Name}' {clause}", hint));

    private static string Written(ManifestNode node, JsonValueKind kind) =>
        kind == JsonValueKind.String ? $"the text '{node.Text}'" : $"{node.Text}";
}
