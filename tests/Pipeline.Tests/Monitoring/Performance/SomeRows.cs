using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Performance;

/// <summary>Predictions as tests need them.</summary>
internal static class SomeRows
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ModelLabel.TwoClasses TwoClasses { get; } = new("label", "yes", "no");

    /// <summary>Of two classes; the outcomes are drawn by what the probabilities mean.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">What chance begins with.</param>
    /// <param name="meaning">The true probability of a row by the model's; the model's own by default.</param>
    /// <param name="score">What the model answers, by a number between 0 and 1; that number by default.</param>
    public static PredictionRows Binary(
        int count, int seed, Func<double, double>? meaning = null, Func<double, double>? score = null)
    {
        var random = new SeededRandom(seed, 0);
        var (scores, outcomes) = (new double[count], new double[count]);
        for (var row = 0; row < count; row++)
        {
            scores[row] = score?.Invoke(random.Unit()) ?? random.Unit();
            outcomes[row] = random.Unit() < (meaning?.Invoke(scores[row]) ?? scores[row]) ? 1 : 0;
        }

        return Of(ModelTask.BinaryClassification, TwoClasses, DecisionRule.Threshold.Usual, outcomes, scores);
    }

    public static PredictionRows Of(
        ModelTask task, ModelLabel label, DecisionRule decision, double[] outcomes, params double[][] answers)
    {
        return new PredictionRows
        {
            Task = task,
            Label = label,
            Decision = decision,
            Times = [.. Enumerable.Range(0, outcomes.Length).Select(row => Begin.AddMinutes(row))],
            Answers = answers,
            Outcomes = [.. outcomes],
            Weights = [.. outcomes.Select(_ => 1.0)],
        };
    }

    public static PredictionRows WithoutOutcomes(this PredictionRows rows) =>
        rows with { Outcomes = [.. rows.Outcomes.Select(_ => double.NaN)] };
}
