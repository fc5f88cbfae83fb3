using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Reports;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;

namespace Pipeline.Delivery.Explanations;

/// <summary>Says of single answers of the model that was trained last what each input adds to them.</summary>
internal sealed class ExplainRun(DeliveryContext context)
{
    private const int MostRows = 20;

    private static readonly JsonSerializerOptions OneLine = new(DocumentJson.Options) { WriteIndented = false };

    private readonly ModelWorkspace _workspace = context.Workspace;

    /// <param name="row">A test row's number from 1 on, an object or a list in JSON, or a file with one.</param>
    /// <param name="isJson">Writes one line of JSON for each row and no table.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidInputException">There is no such row, or it is not one of the model's.</exception>
    public async Task ExplainAsync(string row, bool isJson, CancellationToken cancellationToken)
    {
        var artifact = await ModelArtifact.ReadAsync(_workspace.Artifacts.Model, cancellationToken);
        using var predictor = await _workspace.Parts.LoadAsync(artifact, cancellationToken);
        var explainer = Explainers.Of(predictor, Background.Of(artifact)) ?? throw Wrong(
            "The model has nothing to explain its answers by: it was made by an older toolkit.", "Train it again.");
        var (title, table, personal) = await RowsAsync(row, predictor.Signature, cancellationToken);
        var answers = predictor.Score(table, cancellationToken);
        var explained = explainer.Explain(table, cancellationToken);
        for (var at = 0; at < table.RowCount; at++)
        {
            double[] numbers = [.. answers.Columns.Select(column => ((NumberColumn)column).Values[at])];
            if (isJson)
            {
                context.Face.WriteWhole(ToJson(predictor.Signature, explainer, explained[at], numbers));
                continue;
            }

            var text = new ExplanationText(predictor.Signature, explainer, personal);
            context.Face.Write(text.Above(table.RowCount == 1 ? title : $"{title}, row {at + 1}", explained[at], numbers));
            context.Face.Write(text.Table(table, at, explained[at]));
        }
    }

    private async Task<(string Title, Table Rows, IReadOnlySet<string> Personal)> RowsAsync(
        string row, ModelSignature signature, CancellationToken cancellationToken)
    {
        if (int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var data = _workspace.Labelled(await _workspace.LoadDataAsync(cancellationToken));
            return number >= 1 && number <= data.TestIndexes.Count
                ? ($"test row {number}", data.Test.Table.Select([number - 1]), data.Personal)
                : throw Wrong(
                    $"'--row' has the value {row}; there are {data.TestIndexes.Count} test rows, counted from 1.", hint: null);
        }

        var isInline = row.TrimStart() is ['{' or '[', ..];
        var file = Path.Combine(_workspace.Root, row);
        if (!isInline && !File.Exists(file))
        {
            throw Wrong(
                $"'--row' has the value '{row}'; a test row's number, an object in JSON, or a file with one is accepted.",
                "Write --row 1, or --row '{\"income\": 100}'.");
        }

        var text = isInline ? row : await File.ReadAllTextAsync(file, cancellationToken);
        var rows = JsonRows.Read(text, isInline ? "--row" : row, signature).OrThrow();
        return rows.RowCount <= MostRows
            ? (isInline ? "the given row" : row, rows, new HashSet<string>())
            : throw Wrong($"{rows.RowCount} rows are given, and at most {MostRows} are explained at once.", null);
    }

    private static string ToJson(
        ModelSignature signature, IExplainer explainer, Attribution explained, double[] answers)
    {
        var line = new JsonObject
        {
            ["prediction"] = new JsonObject(signature.Outputs.Zip(
                answers, (name, answer) => KeyValuePair.Create(name, (JsonNode?)answer))),
            ["label"] = new AnswerForm(signature).Label(answers),
            ["baseValue"] = explained.BaseValue,
            ["explained"] = explained.Answer,
            ["contributions"] = ByInput(explained.Contributions),
            ["standardErrors"] = explained.StandardErrors is { } errors ? ByInput(errors) : null,
            ["method"] = explainer.Method,
            ["output"] = explainer.Output,
        };
        return line.ToJsonString(OneLine);

        JsonObject ByInput(IEnumerable<double> values) => new(signature.Inputs.Zip(
            values, (input, value) => KeyValuePair.Create(input.Name, (JsonNode?)value)));
    }

    private static InvalidInputException Wrong(string message, string? hint) => new([new Problem(message, hint)]);
}

/// <summary>An explained answer as lines and a table for a console of 80 columns.</summary>
/// <param name="signature">Of the model.</param>
/// <param name="explainer">Who explained it.</param>
/// <param name="personal">Columns whose values are not shown.</param>
internal sealed class ExplanationText(ModelSignature signature, IExplainer explainer, IReadOnlySet<string> personal)
{
    private const int MostInputs = 20;
    private const int LongestName = 26;
    private const int LongestValue = 16;
    private const int WidestBar = 14;

    /// <summary>What was answered, and what it adds up from.</summary>
    public IReadOnlyList<string> Above(string title, Attribution explained, double[] answers)
    {
        var told = signature.Outputs.Count == 1 || signature.Task != ModelTask.MulticlassClassification
            ? string.Join(", ", signature.Outputs.Zip(answers, (name, answer) => $"{name} {Figure(answer)}"))
            : $"{explained.Output} {Figure(explained.Answer)}";
        var label = new AnswerForm(signature).Label(answers) is { } name ? $", {signature.Label.Column} {name}" : "";
        return
        [
            $"{title}: {told}{label}",
            $"{explainer.Output} = base value {Figure(explained.BaseValue)} + contributions {Sign(explained.Contributions.Sum())}"
                + $" = {Figure(explained.Answer)}",
            $"by {explainer.Method}",
        ];
    }

    /// <summary>By falling magnitude; what is small is one row.</summary>
    public ReportTable Table(Table rows, int row, Attribution explained)
    {
        var ranked = explained.Contributions.Index().OrderByDescending(input => Math.Abs(input.Item)).ToList();
        var most = Math.Max(double.Epsilon, Math.Abs(ranked[0].Item));
        var hasErrors = explained.StandardErrors is not null;
        var shown = ranked.Take(MostInputs).Select(input => Cells(
            Short(signature.Inputs[input.Index].Name, LongestName),
            Value(rows[signature.Inputs[input.Index].Name], row),
            input.Item,
            explained.StandardErrors?[input.Index]));
        var others = ranked.Skip(MostInputs).ToList();
        if (others.Count > 0)
            shown = shown.Append(Cells($"{others.Count} others", "", others.Sum(input => input.Item), null));
        return new ReportTable(
            ["input", "value", "#adds", .. hasErrors ? ["#+-"] : Array.Empty<string>(), ""], [.. shown]);

        IReadOnlyList<TableCell> Cells(string name, string value, double added, double? error) =>
        [
            new(name), new(value), new(Sign(added)),
            .. hasErrors ? [new TableCell(error is { } one ? Figure(one) : "")] : Array.Empty<TableCell>(),
            new(Bar(added, most)),
        ];
    }

    private string Value(Column column, int row) =>
        column.IsMissing(row) ? "(missing)"
        : personal.Contains(column.Name) ? "(personal)"
        : Short(column.Text(row)!, LongestValue);

    private static string Bar(double added, double most) =>
        new(added < 0 ? '-' : '+', (int)Math.Ceiling(WidestBar * Math.Min(1, Math.Abs(added) / most)));

    private static string Sign(double value) => value < 0 ? Figure(value) : $"+{Figure(value)}";

    private static string Figure(double value) => Math.Abs(value) switch
    {
        >= 1e6 or (> 0 and < 1e-4) => value.ToString("0.00e0", CultureInfo.InvariantCulture),
        >= 1000 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    private static string Short(string text, int longest) => text.Length <= longest ? text : $"{text[..(longest - 1)]}…";
}
