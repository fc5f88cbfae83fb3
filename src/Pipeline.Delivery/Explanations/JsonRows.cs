using System.Text;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Delivery.Explanations;

/// <summary>Rows in JSON as a server takes them, an object or a list of objects, as a table that a model reads.</summary>
internal static class JsonRows
{
    /// <summary>
    /// An input that is not there is missing; one that the model does not read, and a value that is none, are problems.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it comes from, for problems.</param>
    /// <param name="signature">Of the model.</param>
    public static Validated<Table> Read(string json, string source, ModelSignature signature)
    {
        JsonElement root;
        try
        {
            root = JsonSerializer.Deserialize<JsonElement>(json);
        }
        catch (JsonException exception)
        {
            return Validated.Invalid<Table>(JsonProblem.From(exception, source, Encoding.UTF8.GetBytes(json)));
        }

        List<JsonElement> rows = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
        if (rows.Count == 0 || rows.Exists(row => row.ValueKind != JsonValueKind.Object))
        {
            return Validated.Invalid<Table>(new Problem(
                source, null, null, "It is no object with the model's inputs by name, and no list of such objects."));
        }

        var names = signature.Inputs.Select(input => input.Name).ToList();
        var problems = rows.SelectMany(row => row.EnumerateObject()).Select(property => property.Name).Distinct()
            .Where(name => !names.Contains(name))
            .Select(name => new Problem(
                source, null, null, $"The model does not read '{name}'.", NearestNames.Hint(name, names))).ToList();
        var columns = signature.Inputs.Select(input => Column(input, rows, source, signature, problems)).ToList();
        return problems.Count > 0 ? Validated.Invalid<Table>(problems) : Validated.Valid(new Table(columns));
    }

    private static Column Column(
        ModelInput input, List<JsonElement> rows, string source, ModelSignature signature, List<Problem> problems)
    {
        var reader = new ValueReader(input.DataType, signature.Spellings);
        var builder = input.Type == ColumnType.Number
            ? (ColumnBuilder)new NumberColumnBuilder(input.Name)
            : new CategoryColumnBuilder(input.Name);
        foreach (var row in rows)
        {
            var text = row.TryGetProperty(input.Name, out var value) && value.ValueKind != JsonValueKind.Null
                ? value.ToString()
                : null;
            var utf8 = Encoding.UTF8.GetBytes(text ?? "");
            if (text is null || reader.IsMissing(utf8))
            {
                builder.AppendMissing();
                if (!input.MayBeMissing)
                {
                    problems.Add(new Problem(
                        source, null, null, $"'{input.Name}' is required: it was never missing in training."));
                }
            }
            else if (!Append(builder, reader, utf8))
            {
                builder.AppendMissing();
                problems.Add(new Problem(
                    source, null, null, $"'{input.Name}' is {reader.Accepted}, and '{text}' was given."));
            }
        }

        return builder.Build();
    }

    private static bool Append(ColumnBuilder builder, ValueReader reader, byte[] utf8)
    {
        if (builder is NumberColumnBuilder numbers)
        {
            var isNumber = reader.TryNumber(utf8, out var number);
            if (isNumber)
                numbers.Append(number);
            return isNumber;
        }

        var isName = reader.TryName(utf8, out var name);
        if (isName)
            ((CategoryColumnBuilder)builder).Append(Encoding.UTF8.GetString(name));
        return isName;
    }
}
