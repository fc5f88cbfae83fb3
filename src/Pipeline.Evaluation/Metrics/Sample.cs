using System.Collections.Immutable;
using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>
/// Rows with their truth, and what one or two models answered for them, in an order of their own: by truth and answers, so that
/// resamples do not depend on the order of the data.
/// </summary>
internal sealed class Sample
{
    private readonly double[] _truth;
    private readonly Answers[] _answers;

    private Sample(string? slice, double[] truth, Answers[] answers) => (Slice, _truth, _answers) = (slice, truth, answers);

    /// <summary>By row, its group counted from 0; null where each row is a group of its own.</summary>
    public int[]? Groups { get; private init; }

    /// <summary>As "sex=F"; null for all rows.</summary>
    public string? Slice { get; }

    /// <summary>Why the answers cannot be judged, as a clause.</summary>
    public string? Broken { get; private init; }

    /// <param name="slice">As "sex=F"; null for all rows.</param>
    /// <param name="truth">By row, as a target has it.</param>
    /// <param name="rows">Those that belong to the sample.</param>
    /// <param name="answers">Of each model, by row.</param>
    public static Sample Of(string? slice, IReadOnlyList<double> truth, IReadOnlyList<int> rows, params Answers[] answers) =>
        Of(slice, truth, groups: null, rows, answers);

    /// <param name="slice">As "sex=F"; null for all rows.</param>
    /// <param name="truth">By row, as a target has it.</param>
    /// <param name="groups">By row, what it belongs to, to be drawn together; null where each row is alone.</param>
    /// <param name="rows">Those that belong to the sample.</param>
    /// <param name="answers">Of each model, by row.</param>
    public static Sample Of(
        string? slice,
        IReadOnlyList<double> truth,
        IReadOnlyList<UInt128>? groups,
        IReadOnlyList<int> rows,
        params Answers[] answers)
    {
        if (answers.Select(x => x.Broken).FirstOrDefault(x => x is not null) is { } broken)
            return new Sample(slice, [], []) { Broken = broken };
        var ordered = rows.OrderBy(x => truth[x]);
        foreach (var column in answers.SelectMany(x => x.Columns))
            ordered = ordered.ThenBy(x => column[x]);
        if (groups is not null)
            ordered = ordered.ThenBy(x => groups[x]);
        int[] order = [.. ordered];
        return new Sample(slice, Taken(truth, order), [.. answers.Select(x => x with
        {
            Columns = [.. x.Columns.Select(y => Taken(y, order))],
        })])
        {
            Groups = groups is null ? null : Numbered([.. order.Select(x => groups[x])]),
        };
    }

    public MetricRows First() => Of(_answers[0]);

    public MetricRows Second() => Of(_answers[1]);

    private MetricRows Of(Answers answers) =>
        new([.. _truth], [.. answers.Columns.Select(column => column.ToImmutableArray())], answers.Decision);

    private static double[] Taken(IReadOnlyList<double> values, int[] rows) => [.. rows.Select(x => values[x])];

    /// <summary>Groups are counted in the order of what they are, so that the order of rows does not matter.</summary>
    private static int[] Numbered(IReadOnlyList<UInt128> groups)
    {
        var numbers = groups.Distinct().Order().Index().ToDictionary(x => x.Item, x => x.Index);
        return [.. groups.Select(x => numbers[x])];
    }
}
