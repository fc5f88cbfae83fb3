using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Runs;

/// <summary>Test rows with a model's answers to them.</summary>
public sealed record AnsweredRows(TestRows Rows, TestAnswers Answers);

/// <summary>Two models on the test rows that both were judged by.</summary>
/// <param name="Rows">How many rows these are.</param>
/// <param name="First">How many the first model was judged by.</param>
/// <param name="Second">How many the second model was judged by.</param>
/// <param name="Measurements">
/// The first model's metrics on these rows in the order of reports, each with its comparison: the second one's value, and the
/// interval of "first minus second".
/// </param>
public sealed record ComparedAnswers(int Rows, int First, int Second, IReadOnlyList<Measurement> Measurements)
{
    public bool IsOnTheSameRows => Rows == First && Rows == Second;
}

/// <summary>
/// Holds two models against each other without either: by the answers that were kept of them. Rows are paired by what they are,
/// and both models are measured on the same resamples, so that what the rows have in common cancels out.
/// </summary>
public static class AnswersComparison
{
    /// <summary>Models of other tasks or labels, answers that cannot be judged, and no row in common are problems.</summary>
    /// <param name="first">The one that is looked at.</param>
    /// <param name="second">The one that it is held against.</param>
    /// <param name="metrics">All that are known, of any task, in the order of reports.</param>
    /// <param name="options">How the difference is resampled.</param>
    /// <param name="confidence">Of the intervals, between 0 and 1, both excluded.</param>
    /// <param name="cancellationToken">Ends it between two resamples.</param>
    public static Validated<ComparedAnswers> Compare(
        AnsweredRows first,
        AnsweredRows second,
        IReadOnlyList<IMetric> metrics,
        BootstrapOptions options,
        double confidence,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Rows.Task != second.Rows.Task || first.Rows.Label != second.Rows.Label)
            return Refuse($"One predicts {first.Rows.Label}, the other {second.Rows.Label}.");
        if ((first.Answers.Broken ?? second.Answers.Broken) is { } broken)
            return Refuse($"Answers cannot be judged: {broken}.");
        if (!IsWhole(first) || !IsWhole(second))
            return Refuse("There is not an answer to each of the rows.");
        var pairs = Pair(first.Rows, second.Rows);
        if (pairs.Count == 0)
            return Refuse("No test row is among both.");
        var (ours, theirs) = (pairs.ConvertAll(pair => pair.First), pairs.ConvertAll(pair => pair.Second));
        var groups = first.Rows.IsGrouped ? ours.ConvertAll(row => first.Rows.Identities[row]) : null;
        var sample = Sample.Of(
            slice: null,
            ours.ConvertAll(row => first.Rows.Truth[row]),
            groups,
            [.. Enumerable.Range(0, pairs.Count)],
            Taken(first, ours),
            Taken(second, theirs));
        var sensor = new MetricSensor(first.Rows.Task, options, new MetricCatalog(metrics), cancellationToken);
        var criterion = new Criterion.NoWorseThan("the other run", 0, confidence);
        return Validated.Valid(new ComparedAnswers(
            pairs.Count,
            first.Rows.Identities.Count,
            second.Rows.Identities.Count,
            [
                .. metrics.Where(metric => metric.Task == first.Rows.Task)
                    .Select(metric => sensor.Compare(metric, sample, criterion)),
            ]));
    }

    private static Validated<ComparedAnswers> Refuse(string sentence) =>
        Validated.Invalid<ComparedAnswers>(new Problem(sentence));

    private static bool IsWhole(AnsweredRows answered) =>
        answered.Rows.Truth.Count == answered.Rows.Identities.Count
        && answered.Answers.Columns.Count > 0
        && answered.Answers.Columns.All(column => column.Count == answered.Rows.Identities.Count);

    /// <summary>
    /// Row by row where both have the very same rows. Else by what rows are; of several equal rows the first goes with the first.
    /// A row whose truth was corrected between the two is another row.
    /// </summary>
    private static List<(int First, int Second)> Pair(TestRows first, TestRows second)
    {
        if (first.Identities.SequenceEqual(second.Identities) && first.Truth.SequenceEqual(second.Truth))
            return [.. Enumerable.Range(0, first.Identities.Count).Select(row => (row, row))];
        var waiting = Keys(second).Index().ToDictionary(row => row.Item, row => row.Index);
        return
        [
            .. Keys(first).Index().Where(row => waiting.ContainsKey(row.Item)).Select(row => (row.Index, waiting[row.Item])),
        ];
    }

    private static IEnumerable<(UInt128 Identity, double Truth, int Copy)> Keys(TestRows rows)
    {
        var copies = new Dictionary<(UInt128, double), int>();
        for (var row = 0; row < rows.Identities.Count; row++)
        {
            var key = (rows.Identities[row], rows.Truth[row]);
            var copy = copies.GetValueOrDefault(key);
            copies[key] = copy + 1;
            yield return (key.Item1, key.Item2, copy);
        }
    }

    private static Answers Taken(AnsweredRows answered, List<int> rows) => new(
        [.. answered.Answers.Columns.Select(column => rows.ConvertAll(row => column[row]))], answered.Answers.Decision);
}
