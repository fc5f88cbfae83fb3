using System.Diagnostics;
using Pipeline.Core.Checks;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Models;

/// <summary>How well a model fits the rows that it learned from; of very many, 5,000 evenly spaced ones are measured.</summary>
public static class TrainingFit
{
    private const int MostRows = 5_000;

    /// <summary>Log loss and accuracy of classes, the mean absolute error of numbers.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="rows">That it learned from, at least one.</param>
    /// <param name="target">What is true of them.</param>
    /// <param name="cancellationToken">Ends the scoring.</param>
    public static IReadOnlyList<Measurement> Measure(
        IPredictor predictor, Table rows, Target target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(target);
        if (rows.RowCount > MostRows)
        {
            int[] some = [.. Enumerable.Range(0, MostRows).Select(row => (int)((long)row * rows.RowCount / MostRows))];
            (rows, target) = (rows.Select(some), target with { Values = [.. some.Select(row => target.Values[row])] });
        }

        return Measure(predictor.Signature, predictor.Score(rows, cancellationToken), target);
    }

    /// <summary>The same of answers that are there already.</summary>
    /// <param name="signature">Of the model.</param>
    /// <param name="scored">Its answers to the rows.</param>
    /// <param name="target">What is true of them.</param>
    public static IReadOnlyList<Measurement> Measure(ModelSignature signature, Table scored, Target target)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(target);
        double[][] answers =
        [
            .. TaskKind.Of(signature.Task).Outputs(signature.Label).Select(x => ((NumberColumn)scored[x]).Values.ToArray()),
        ];
        var truth = target.Values;
        return signature.Decision switch
        {
            DecisionRule.Threshold rule =>
            [
                Mean("log_loss", truth.Select((x, row) => LogLoss.Of(answers[0][row], x > 0))),
                Mean("accuracy", truth.Select((x, row) => rule.IsPositive(answers[0][row]) == x > 0 ? 1.0 : 0)),
            ],
            DecisionRule.ArgMax =>
            [
                Mean("log_loss", truth.Select((x, row) => LogLoss.Of(answers[(int)x][row], isPositive: true))),
                Mean("accuracy", truth.Select((x, row) => DecisionRule.ArgMax.Choose(Row(row)) == (int)x ? 1.0 : 0)),
            ],
            DecisionRule.None => [Mean("mean_absolute_error", truth.Select((x, row) => Math.Abs(answers[0][row] - x)))],
            _ => throw new UnreachableException(),
        };

        double[] Row(int row) => [.. answers.Select(x => x[row])];
    }

    private static Measurement Mean(string name, IEnumerable<double> values)
    {
        var all = values.ToList();
        return new Measurement { Name = name, Value = all.Sum() / all.Count, Samples = all.Count };
    }
}
