using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.MLNet.Trainers;

/// <summary>How well a model fits the rows that it was trained on.</summary>
internal static class TrainingFit
{
    public static IReadOnlyList<Measurement> Measure(
        IPredictor predictor, LabelledRows rows, CancellationToken cancellationToken)
    {
        var probabilities = ((NumberColumn)predictor.Score(rows.Features, cancellationToken)[ModelOutputs.Probability]).Values;
        var (loss, correct) = (0d, 0L);
        foreach (var (row, isPositive) in rows.Label.Values.Index())
        {
            loss += LogLoss.Of(probabilities[row], isPositive);
            correct += predictor.Signature.Decision.IsPositive(probabilities[row]) == isPositive ? 1 : 0;
        }

        return [Mean("log_loss", loss, rows), Mean("accuracy", correct, rows)];
    }

    private static Measurement Mean(string name, double sum, LabelledRows rows)
    {
        var count = rows.Label.Values.Length;
        return new Measurement { Name = name, Value = sum / count, Samples = count };
    }
}
