using System.Globalization;
using System.Text.Json.Nodes;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Manifest;
using Pipeline.Models;

namespace Pipeline.Reporting.ModelCards.Forms;

/// <summary>
/// A card as a bill of materials in the JSON of CycloneDX 1.6: the model, its card, and the data that it was made of. What the
/// image of a server holds is in the bill of materials of the image.
/// </summary>
public static class CycloneDxCard
{
    private const string Schema = "http://cyclonedx.org/schema/bom-1.6.schema.json";
    private const string DataRef = "data";

    /// <summary>
    /// Ends with a line break. The same card at the same time makes the same text: the serial number, which others draw, is the
    /// digest of the rest.
    /// </summary>
    /// <param name="card">What is known.</param>
    /// <param name="now">When the bill is made.</param>
    public static string Of(ModelCard card, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(card);
        var model = Model(card);
        var root = new JsonObject
        {
            ["$schema"] = Schema,
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["tools"] = new JsonObject
                {
                    ["components"] = new JsonArray(new JsonObject
                    {
                        ["type"] = "application",
                        ["name"] = "Pipeline",
                        ["version"] = Toolkit.Version,
                    }),
                },
                ["component"] = model,
            },
        };
        var dependencies = new JsonArray();
        if (card.Dataset.Path.Evidence != Evidence.Missing)
        {
            root["components"] = new JsonArray(Data(card.Dataset));
            dependencies.Add((JsonNode)new JsonObject
            {
                ["ref"] = (string)model["bom-ref"]!,
                ["dependsOn"] = new JsonArray(DataRef),
            });
        }

        root["dependencies"] = dependencies;
        root.Insert(3, "serialNumber", SerialNumber(Digest.OfJson(root)));
        return root.ToJsonString(DocumentJson.Options) + "\n";
    }

    /// <summary>A UUID of version 8 (RFC 9562), which is free but for its version and variant.</summary>
    internal static string SerialNumber(Digest digest)
    {
        var hex = digest.Hex;
        var variant = "89ab"[Convert.ToInt32(hex[16..17], 16) & 3];
        return $"urn:uuid:{hex[..8]}-{hex[8..12]}-8{hex[13..16]}-{variant}{hex[17..20]}-{hex[20..32]}";
    }

    private static JsonObject Model(ModelCard card)
    {
        var version = card.Version.Evidence == Evidence.Missing ? null : $"{card.Version.Value}";
        var model = new JsonObject
        {
            ["type"] = "machine-learning-model",
            ["bom-ref"] = version is null ? $"{card.Name}" : $"{card.Name}@{version}",
            ["name"] = $"{card.Name}",
        };
        if (version is not null)
            model["version"] = version;
        CardJson.Add(model, "description", card.Description);
        if (card.Owner.Evidence != Evidence.Missing)
            model["authors"] = new JsonArray(new JsonObject { ["name"] = card.Owner.Value });
        if (card.Artifact.Evidence != Evidence.Missing)
            model["hashes"] = Hashes(card.Artifact.Value);
        if (card.License.Evidence != Evidence.Missing)
        {
            model["licenses"] = new JsonArray(new JsonObject
            {
                ["license"] = SpdxId.Find(card.License.Value) is { } id
                    ? new JsonObject { ["id"] = id }
                    : new JsonObject { ["name"] = card.License.Value },
            });
        }

        model["modelCard"] = new JsonObject
        {
            ["modelParameters"] = Parameters(card),
            ["quantitativeAnalysis"] = new JsonObject
            {
                ["performanceMetrics"] = new JsonArray([.. card.Measured.Select(Metric).OfType<JsonObject>()]),
            },
            ["considerations"] = Considerations(card.Statements),
            ["properties"] = Properties(card),
        };
        return model;
    }

    private static JsonObject Parameters(ModelCard card)
    {
        var parameters = new JsonObject
        {
            ["approach"] = new JsonObject { ["type"] = "supervised" },
            ["task"] = TaskKind.Of(card.Task).Words,
        };
        CardJson.Add(parameters, "modelArchitecture", card.Training.Trainer);
        if (card.Dataset.Path.Evidence != Evidence.Missing)
            parameters["datasets"] = new JsonArray(new JsonObject { ["ref"] = DataRef });
        if (card.Signature is { } signature)
        {
            parameters["inputs"] = Formats(signature.Inputs.Select(CardJson.FormatOf));
            parameters["outputs"] = Formats(signature.Outputs);
        }

        return parameters;
    }

    private static JsonArray Formats(IEnumerable<string> formats) =>
        new([.. formats.Select(format => new JsonObject { ["format"] = format })]);

    /// <summary>Null for what was not measured: there is no place for a reason.</summary>
    private static JsonObject? Metric(Measurement measured)
    {
        if (measured.Value is not MeasuredValue.Number number)
            return null;
        var metric = new JsonObject { ["type"] = measured.Name, ["value"] = Text(number.Value) };
        if (measured.Slice is not null)
            metric["slice"] = measured.Slice;
        if (measured.Interval is { IsUsable: true } interval)
        {
            metric["confidenceInterval"] = new JsonObject
            {
                ["lowerBound"] = Text(interval.Low),
                ["upperBound"] = Text(interval.High),
            };
        }

        return metric;
    }

    private static JsonObject Considerations(CardStatements statements)
    {
        var considerations = new JsonObject();
        if (CardJson.Uses(statements) is { Count: > 0 } uses)
            considerations["useCases"] = CardJson.Texts(uses);
        if (CardJson.Limits(statements) is { Count: > 0 } limits)
            considerations["technicalLimitations"] = CardJson.Texts(limits);
        return considerations;
    }

    private static JsonArray Properties(ModelCard card)
    {
        var properties = new JsonArray();
        if (card.Gates is { Results.Count: > 0 } gates)
            Add("pipeline:gates", gates.Summary);
        foreach (var fact in card.Provenance.Where(fact => fact.Digest.Evidence != Evidence.Missing))
            Add($"pipeline:digest:{fact.Name}", $"{fact.Digest.Value}");
        return properties;

        void Add(string name, string value) =>
            properties.Add((JsonNode)new JsonObject { ["name"] = name, ["value"] = value });
    }

    private static JsonObject Data(DatasetFacts dataset)
    {
        var content = new JsonObject { ["type"] = "dataset", ["name"] = dataset.Path.Value };
        if (dataset.ProtectedColumns is { Evidence: not Evidence.Missing, Value: { Count: > 0 } columns })
            content["sensitiveData"] = CardJson.Texts(columns);
        content["description"] = CardJson.Describe(dataset);
        var data = new JsonObject { ["type"] = "data", ["bom-ref"] = DataRef, ["name"] = dataset.Path.Value };
        if (dataset.Digest.Evidence != Evidence.Missing)
            data["hashes"] = Hashes(dataset.Digest.Value);
        data["data"] = new JsonArray(content);
        return data;
    }

    private static JsonArray Hashes(Digest digest) =>
        new(new JsonObject { ["alg"] = "SHA-256", ["content"] = digest.Hex });

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
