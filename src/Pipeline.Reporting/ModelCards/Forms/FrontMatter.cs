using System.Globalization;
using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Reporting.ModelCards.Forms;

/// <summary>
/// A card's head as the Hugging Face Hub reads it: YAML between two lines of dashes, which other readers of Markdown leave out.
/// Its form is that of the Hub's model card metadata. What nobody said is not there, and no result says that it is verified:
/// that word is the Hub's own.
/// </summary>
public static class FrontMatter
{
    /// <summary>Ends with an empty line, so that the card can follow. The same card makes the same text.</summary>
    public static string Of(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var text = new StringBuilder("---\n");
        Add(text, "license", card.License);
        Add(text, "language", card.Languages);
        if (card.Signature is { } signature)
            text.Append(CultureInfo.InvariantCulture, $"library_name: {YamlString.Of(signature.Flavor)}\n");
        text.Append(CultureInfo.InvariantCulture, $"pipeline_tag: {TaskOf(card)}\n");
        Add(text, "tags", card.Tags);
        Add(text, "datasets", card.HubDatasets);
        var results = card.Metrics.Where(metric => metric is { Slice: null, Value: MeasuredValue.Number }).ToList();
        if (results.Count > 0)
        {
            Add(text, "metrics", [.. results.Select(metric => IdOf(metric.Name)).Distinct()]);
            AddIndex(text, card, results);
        }

        return text.Append("---\n\n").ToString();
    }

    /// <summary>The Hub's word for the task.</summary>
    internal static string TaskOf(ModelCard card) => card switch
    {
        { Task: ModelTask.Regression } => "tabular-regression",
        { Signature.Inputs: { Count: > 0 } inputs } when inputs.All(input => input.Type == ColumnType.Text) =>
            "text-classification",
        _ => "tabular-classification",
    };

    private static void AddIndex(StringBuilder text, ModelCard card, List<Measurement> results)
    {
        // A dataset has an id on the Hub or none; who has none is told apart by its path.
        var path = card.Dataset.Path.Evidence == Evidence.Missing ? "unknown" : card.Dataset.Path.Value;
        var dataset = card.HubDatasets is [var only] ? only : path;
        text.Append(CultureInfo.InvariantCulture, $"model-index:\n- name: {YamlString.Of($"{card.Name}")}\n  results:\n");
        text.Append(CultureInfo.InvariantCulture, $"  - task:\n      type: {TaskOf(card)}\n");
        text.Append(CultureInfo.InvariantCulture, $"      name: {YamlString.Of(TaskKind.Of(card.Task).Words)}\n");
        text.Append(CultureInfo.InvariantCulture, $"    dataset:\n      type: {YamlString.Of(dataset)}\n");
        text.Append(CultureInfo.InvariantCulture, $"      name: {YamlString.Of(path)}\n      split: test\n");
        if (card.Dataset.Digest.Evidence != Evidence.Missing)
            text.Append(CultureInfo.InvariantCulture, $"      revision: {YamlString.Of($"{card.Dataset.Digest.Value}")}\n");
        text.Append("    metrics:\n");
        foreach (var metric in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"    - type: {YamlString.Of(IdOf(metric.Name))}\n");
            text.Append(CultureInfo.InvariantCulture, $"      value: {Number(((MeasuredValue.Number)metric.Value).Value)}\n");
            text.Append(CultureInfo.InvariantCulture, $"      name: {YamlString.Of(metric.Name)}\n");
        }
    }

    /// <summary>The Hub's id of a metric, where it has another than scikit-learn has.</summary>
    private static string IdOf(string metric) => metric switch
    {
        "mean_absolute_error" => "mae",
        "mean_absolute_percentage_error" => "mape",
        "root_mean_squared_error" => "rmse",
        "r2" => "r_squared",
        "brier_score_loss" => "brier_score",
        _ => metric,
    };

    /// <summary>Readers of YAML 1.1 take 1E-05 for a text: before an exponent they want a point.</summary>
    private static string Number(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal)
            ? text.Replace("E", ".0E", StringComparison.Ordinal)
            : text;
    }

    private static void Add(StringBuilder text, string key, CardFact<string> fact)
    {
        if (fact.Evidence != Evidence.Missing)
            text.Append(CultureInfo.InvariantCulture, $"{key}: {YamlString.Of(fact.Value)}\n");
    }

    private static void Add(StringBuilder text, string key, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"{key}:\n");
        foreach (var item in items)
            text.Append(CultureInfo.InvariantCulture, $"- {YamlString.Of(item)}\n");
    }
}

/// <summary>A text in double quotes, as all versions of YAML read it; what a person would not see is escaped.</summary>
internal static class YamlString
{
    public static string Of(string text)
    {
        var result = new StringBuilder("\"", text.Length + 2);
        foreach (var rune in text.EnumerateRunes())
            result.Append(Escaped(rune) ?? rune.ToString());
        return result.Append('"').ToString();
    }

    private static string? Escaped(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        0x85 or 0x2028 or 0x2029 => Numbered(rune),
        _ when VisibleText.IsHidden(rune) => Numbered(rune),
        _ => null,
    };

    private static string Numbered(Rune rune) => rune.Value <= 0xFFFF
        ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
        : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
}
