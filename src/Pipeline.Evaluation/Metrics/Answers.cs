using System.Globalization;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Metrics;

/// <summary>What a model answered, row by row.</summary>
/// <param name="Columns">By output that its task is judged by, then by row.</param>
/// <param name="Decision">What the answers come to.</param>
/// <param name="Broken">Why they cannot be judged, as a clause; null where they can.</param>
internal sealed record Answers(IReadOnlyList<IReadOnlyList<double>> Columns, DecisionRule Decision, string? Broken = null)
{
    public static Answers Of(IPredictor predictor, Table rows, CancellationToken cancellationToken)
    {
        var (signature, kind) = (predictor.Signature, TaskKind.Of(predictor.Signature.Task));
        var names = kind.Outputs(signature.Label);
        if (signature.Decision is DecisionRule.Threshold decision && decision.Output != names[0])
            return Without($"the model decides by '{decision.Output}', not by its '{names[0]}'");
        var scored = predictor.Score(rows, cancellationToken);
        var columns = new List<IReadOnlyList<double>>();
        foreach (var name in names)
        {
            if (!scored.TryGet(name, out var column) || column is not NumberColumn { Values: var values })
                return Without($"the model answered without a '{name}'");
            if (values.Length != rows.RowCount)
                return Without($"the model answered {values.Length} rows of {rows.RowCount}");
            if (Refuse(values, kind) is { } broken)
                return Without(broken);
            columns.Add(values);
        }

        return new Answers(columns, signature.Decision);

        Answers Without(string reason) => new([], signature.Decision, reason);
    }

    private static string? Refuse(IReadOnlyList<double> values, TaskKind kind)
    {
        var wrong = values.Where(x => kind.Refuse(x) is not null).ToList();
        return wrong.Count == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the model answered {wrong[0]} {kind.Refuse(wrong[0])}, in {wrong.Count} of {values.Count} rows in all");
    }
}
