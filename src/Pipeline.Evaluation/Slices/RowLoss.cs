using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Slices;

/// <summary>What a model's answer to a row costs, by the name of its mean.</summary>
internal static class RowLoss
{
    public const string LogLossName = "log_loss";
    private const string Brier = "brier_score_loss";
    private const string ZeroOne = "zero_one_loss";
    private const string Absolute = "mean_absolute_error";
    private const string Squared = "mean_squared_error";

    /// <summary>Those of a task; the first is the one that slices are found by.</summary>
    public static IReadOnlyList<string> Of(ModelTask task) => task switch
    {
        ModelTask.BinaryClassification => [LogLossName, Brier, ZeroOne],
        ModelTask.MulticlassClassification => [LogLossName, ZeroOne],
        _ => [Absolute, Squared],
    };

    /// <param name="rows">With truth and answers.</param>
    /// <param name="name">One of the task's.</param>
    /// <returns>By row.</returns>
    public static double[] Of(JudgedRows rows, string name)
    {
        var (truth, columns, losses) = (rows.Truth, rows.Answers.Columns, new double[rows.Truth.Count]);
        var isBinary = rows.Task == ModelTask.BinaryClassification;
        for (var row = 0; row < losses.Length; row++)
        {
            losses[row] = name switch
            {
                LogLossName when isBinary => LogLoss.Of(columns[0][row], truth[row] > 0),
                LogLossName => LogLoss.Of(columns[(int)truth[row]][row], isPositive: true),
                ZeroOne => rows.AnsweredClass(row) == (int)truth[row] ? 0 : 1,
                Absolute => Math.Abs(columns[0][row] - truth[row]),
                _ => (columns[0][row] - truth[row]) * (columns[0][row] - truth[row]),
            };
        }

        return losses;
    }
}
