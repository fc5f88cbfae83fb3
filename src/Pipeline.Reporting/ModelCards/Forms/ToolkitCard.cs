using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Manifest;
using Pipeline.Models;

namespace Pipeline.Reporting.ModelCards.Forms;

/// <summary>
/// A card in the JSON of TensorFlow's Model Card Toolkit, schema 0.0.2. That form has places for numbers and statements, and none
/// for intervals, for why something was not measured, or for gates; and its pictures are PNG, so that ours, which are drawn as
/// SVG, are not in it.
/// </summary>
public static class ToolkitCard
{
    private const string SchemaVersion = "0.0.2";

    /// <summary>Ends with a line break. The same card at the same time makes the same text.</summary>
    /// <param name="card">What is known.</param>
    /// <param name="now">The date of the version.</param>
    public static string Of(ModelCard card, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(card);
        var root = new JsonObject
        {
            ["schema_version"] = SchemaVersion,
            ["model_details"] = Details(card, now),
            ["model_parameters"] = Parameters(card),
            ["quantitative_analysis"] = new JsonObject { ["performance_metrics"] = Metrics(card) },
        };
        if (Considerations(card.Statements) is { Count: > 0 } considerations)
            root["considerations"] = considerations;
        return root.ToJsonString(DocumentJson.Options) + "\n";
    }

    private static JsonObject Details(ModelCard card, DateTimeOffset now)
    {
        var details = new JsonObject { ["name"] = $"{card.Name}" };
        CardJson.Add(details, "overview", card.Description);
        if (card.Owner.Evidence != Evidence.Missing)
            details["owners"] = new JsonArray(new JsonObject { ["name"] = card.Owner.Value, ["contact"] = card.Owner.Value });
        if (card.Version.Evidence != Evidence.Missing)
        {
            var version = new JsonObject
            {
                ["name"] = $"{card.Version.Value}",
                ["date"] = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            };
            if (card.Changes?.Groups.SelectMany(group => group.Changes).ToList() is { Count: > 0 } changes)
                version["diff"] = string.Join("; ", changes.Select(x => $"{x.Name}: {Shown(x.Before)} -> {Shown(x.Now)}"));
            details["version"] = version;
        }

        if (card.License.Evidence != Evidence.Missing)
        {
            details["licenses"] = new JsonArray(SpdxId.Find(card.License.Value) is { } id
                ? new JsonObject { ["identifier"] = id }
                : new JsonObject { ["custom_text"] = card.License.Value });
        }

        return details;
    }

    private static string Shown(string value) => value.Length == 0 ? "nothing" : value;

    private static JsonObject Parameters(ModelCard card)
    {
        var parameters = new JsonObject();
        CardJson.Add(parameters, "model_architecture", card.Training.Trainer);
        if (card.Dataset.Path.Evidence != Evidence.Missing)
        {
            var data = new JsonObject { ["name"] = card.Dataset.Path.Value };
            if (card.Dataset.ProtectedColumns is { Evidence: not Evidence.Missing, Value: { Count: > 0 } columns })
                data["sensitive"] = new JsonObject { ["sensitive_data"] = CardJson.Texts(columns) };
            data["description"] = CardJson.Describe(card.Dataset);
            parameters["data"] = new JsonArray(data);
        }

        if (card.Signature is { } signature)
        {
            parameters["input_format"] = string.Join(", ", signature.Inputs.Select(CardJson.FormatOf));
            parameters["output_format"] = string.Join(", ", signature.Outputs);
        }

        return parameters;
    }

    private static JsonArray Metrics(ModelCard card)
    {
        var metrics = new JsonArray();
        foreach (var metric in card.Measured)
        {
            if (metric.Value is not MeasuredValue.Number number)
                continue;
            var item = new JsonObject { ["type"] = metric.Name, ["value"] = number.Value };
            if (metric.Slice is not null)
                item["slice"] = metric.Slice;
            metrics.Add((JsonNode)item);
        }

        return metrics;
    }

    private static JsonObject Considerations(CardStatements statements)
    {
        var considerations = new JsonObject();
        if (CardJson.Uses(statements) is { Count: > 0 } uses)
            considerations["use_cases"] = Described(uses);
        if (CardJson.Limits(statements) is { Count: > 0 } limits)
            considerations["limitations"] = Described(limits);
        return considerations;
    }

    private static JsonArray Described(IEnumerable<string> texts) =>
        new([.. texts.Select(text => new JsonObject { ["description"] = text })]);
}

/// <summary>What several JSON forms of a card say alike.</summary>
internal static class CardJson
{
    public static void Add(JsonObject target, string key, CardFact<string> fact)
    {
        if (fact.Evidence != Evidence.Missing)
            target[key] = fact.Value;
    }

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary>"income: number".</summary>
    public static string FormatOf(ModelInput input) => $"{input.Name}: {input.DataType.ToString().ToLowerInvariant()}";

    /// <summary>How large it is, and how it was split.</summary>
    public static string Describe(DatasetFacts dataset)
    {
        string?[] parts =
        [
            dataset.Rows.Evidence == Evidence.Missing ? null : $"{Figure.OfWhole(dataset.Rows.Value)} rows",
            dataset.Label.Evidence == Evidence.Missing ? null : $"label {dataset.Label.Value}",
            dataset.Split.Evidence == Evidence.Missing ? null : $"split {dataset.Split.Value}",
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    public static IReadOnlyList<string> Uses(CardStatements statements) => Said(("", statements.IntendedUse));

    /// <summary>Forms of others have one place for all of these.</summary>
    public static IReadOnlyList<string> Limits(CardStatements statements) => Said(
        ("", statements.Limitations), ("Not to be used for: ", statements.OutOfScope),
        ("Only as long as this holds: ", statements.Assumptions));

    private static IReadOnlyList<string> Said(params IReadOnlyList<(string Before, string? Text)> statements) =>
        [.. statements.Where(said => !string.IsNullOrWhiteSpace(said.Text)).Select(said => said.Before + said.Text)];
}

/// <summary>Licences by the identifiers of the SPDX list, which the Hub writes in small letters.</summary>
internal static class SpdxId
{
    private static readonly Dictionary<string, string> Known = new[]
    {
        "AGPL-3.0", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CC-BY-4.0",
        "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-SA-4.0", "CDLA-Permissive-2.0", "EPL-2.0",
        "EUPL-1.2", "GPL-2.0", "GPL-3.0", "ISC", "LGPL-2.1", "LGPL-3.0", "MIT", "MPL-2.0", "MS-PL", "ODbL-1.0", "OFL-1.1",
        "PDDL-1.0", "PostgreSQL", "Unlicense", "WTFPL", "Zlib",
    }.ToDictionary(id => id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Null for a licence that is not among those of models and data.</summary>
    public static string? Find(string license) => Known.GetValueOrDefault(license);
}
