using System.Globalization;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Metrics;

/// <summary>What a model answered, row by row.</summary>
/// <param name="Probabilities">Of the positive class.</param>
/// <param name="Broken">Why they cannot be judged, as a clause; null where they can.</param>
internal sealed record Answers(IReadOnlyList<double> Probabilities, string? Broken)
{
    /// <summary>Which of them mean the positive class.</summary>
    public DecisionRule Decision { get; init; } = DecisionRule.Usual;

    public static Answers Of(IPredictor predictor, Table rows, CancellationToken cancellationToken)
    {
        var decision = predictor.Signature.Decision;
        if (decision.Output != ModelOutputs.Probability)
            return new Answers([], $"the model decides by '{decision.Output}', not by its '{ModelOutputs.Probability}'");
        var scored = predictor.Score(rows, cancellationToken);
        if (!scored.TryGet(ModelOutputs.Probability, out var column) || column is not NumberColumn { Values: var values })
            return new Answers([], $"the model answered without a '{ModelOutputs.Probability}'");
        if (values.Length != rows.RowCount)
            return new Answers([], $"the model answered {values.Length} rows of {rows.RowCount}");
        var wrong = values.Where(x => x is not (>= 0 and <= 1)).ToList();
        var broken = wrong.Count == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the model answered {wrong[0]} as a probability, in {wrong.Count} of {values.Length} rows in all");
        return new Answers(values, broken) { Decision = decision };
    }
}
