using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Curves;

/// <summary>
/// Makes what figures are drawn from. Rows come in a sample's own order, so that theirs in the data does not matter.
/// </summary>
internal static class CurveMaker
{
    private const int MostScored = 10;
    private const int MostConfused = 20;

    /// <param name="rows">All test rows, at least one.</param>
    /// <param name="label">What they are of.</param>
    /// <param name="champion">The champion's answers to the rows that it was compared on; null where it was not.</param>
    /// <param name="seed">What chance begins with where rows are drawn.</param>
    public static EvaluationCurves Of(MetricRows rows, ModelLabel label, MetricRows? champion, int seed) => label switch
    {
        ModelLabel.TwoClasses x => Of(rows, x, champion),
        ModelLabel.Classes x => Of(rows, x, champion),
        _ => new EvaluationCurves { Residuals = ResidualMaker.Of(rows, seed) },
    };

    private static EvaluationCurves Of(MetricRows rows, ModelLabel.TwoClasses label, MetricRows? champion)
    {
        var scored = rows.As(ScoredRows.Of);
        var confusion = Confusion.Of(scored);
        var scores = new ClassScores(label.Positive, scored.Probabilities, scored.Truth());
        return new EvaluationCurves
        {
            Scores =
            [
                With(scores.ToCurves((DecisionRule.Threshold)rows.Decision), champion?.As(ScoredRows.Of) is { } other
                    ? new ClassScores(label.Positive, other.Probabilities, other.Truth())
                    : null),
            ],
            Confusion = new ConfusionCounts(
                [label.Negative, label.Positive],
                [
                    [(int)confusion.TrueNegatives, (int)confusion.FalsePositives],
                    [(int)confusion.FalseNegatives, (int)confusion.TruePositives],
                ]),
        };
    }

    private static EvaluationCurves Of(MetricRows rows, ModelLabel.Classes label, MetricRows? champion)
    {
        var classified = rows.As(ClassifiedRows.Of);
        var counts = new int[classified.Classes][];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = new int[classified.Classes];
        for (var i = 0; i < classified.Count; i++)
            counts[classified.Truth[i]][classified.Predicted[i]]++;
        var frequent = Enumerable.Range(0, counts.Length)
            .OrderByDescending(place => counts[place].Sum()).ThenBy(place => place).Take(MostScored).Order();
        return new EvaluationCurves
        {
            Scores = [.. frequent.Select(place => With(
                ClassScores.Of(label.Names[place], rows, place).ToCurves(rule: null),
                champion is null ? null : ClassScores.Of(label.Names[place], champion, place)))],
            Confusion = counts.Length <= MostConfused ? new ConfusionCounts(label.Names, counts) : null,
        };
    }

    private static ScoreCurves With(ScoreCurves curves, ClassScores? champion) => champion is null ? curves : curves with
    {
        ChampionRoc = champion.Roc(),
        ChampionPrecisionRecall = champion.PrecisionRecall(),
    };
}
