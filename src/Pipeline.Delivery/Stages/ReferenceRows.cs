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
        var answers = predictor.Score(chosen, cancellationToken);
        for (var row = 0; row < chosen.RowCount; row++)
        {
            rows.Add(new JsonObject
            {
                ["inputs"] = Inputs(predictor, chosen, row),
                ["answer"] = Answer(predictor, answers, row),
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

    private static JsonObject Answer(IPredictor predictor, Table answers, int row)
    {
        var answer = new JsonObject();
        foreach (var name in predictor.Signature.Outputs)
            answer[name] = ((NumberColumn)answers[name]).Values[row];
        return answer;
    }
}
