using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Core.Documents;
using Pipeline.Data;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Delivery.Stages;

/// <summary>
/// Test rows with this model's own answers, to probe servers with. They hold no column that is marked personal, and a model that
/// reads such a column has none. A row that a server would refuse is no use to it.
/// </summary>
internal static class ReferenceRows
{
    private const int Most = 16;

    /// <summary>As the bodies and answers of POST /predict.</summary>
    public static JsonArray Of(Dataset data, IPredictor predictor, CancellationToken cancellationToken)
    {
        var personal = data.Document.Columns.Where(x => x.IsPersonal).Select(x => x.Name).ToHashSet();
        var rows = new JsonArray();
        if (predictor.Signature.Inputs.Any(x => personal.Contains(x.Name)))
            return rows;
        var test = data.TestRows();
        var answered = predictor.Signature.AnsweredRows(test);
        var chosen = test.Select(
            [.. Enumerable.Range(0, Math.Min(Most, answered.Count)).Select(x => answered[Spread(x, answered.Count)])]);
        var form = new AnswerForm(predictor.Signature);
        var answers = predictor.Score(chosen, cancellationToken);
        var scale = TaskKind.Of(predictor.Signature.Task).Scale(answers.Columns.SelectMany(x => ((NumberColumn)x).Values));
        for (var row = 0; row < chosen.RowCount; row++)
        {
            rows.Add(new JsonObject
            {
                ["inputs"] = Inputs(predictor, chosen, row),
                ["answer"] = Answer(form, answers, row),
                ["scale"] = scale,
            });
        }

        return rows;
    }

    private static int Spread(int index, int count) => (int)((long)index * count / Most);

    private static JsonObject Inputs(IPredictor predictor, Table rows, int row)
    {
        var inputs = new JsonObject();
        foreach (var column in predictor.Signature.Inputs.Select(x => rows[x.Name]).Where(x => !x.IsMissing(row)))
            inputs[column.Name] = column is NumberColumn number ? number.Values[row] : column.Text(row);
        return inputs;
    }

    /// <summary>The numbers alone: a class may tip over with the last digit of a float.</summary>
    private static JsonNode Answer(AnswerForm form, Table answers, int row)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            form.Write(writer, [.. answers.Columns.Select(x => ((NumberColumn)x).Values[row])]);
            writer.WriteEndObject();
        }

        return JsonNode.Parse(stream.ToArray())!;
    }
}
