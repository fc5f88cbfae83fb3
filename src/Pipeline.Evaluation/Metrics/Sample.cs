using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Evaluation.Slices;
using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>
/// Rows with their truth, and what one or two models answered for them, in an order of their own: by answers and truth, so that
/// resamples do not depend on the order of the data.
/// </summary>
internal sealed class Sample
{
    private readonly double[] _truth;
    private readonly Answers[] _answers;

    private Sample(string? slice, double[] truth, Answers[] answers) => (Slice, _truth, _answers) = (slice, truth, answers);

    /// <summary>By place, its group counted from 0; null where each row is a group of its own.</summary>
    public int[]? Groups { get; private init; }

    /// <summary>By place, which row of the data it is.</summary>
    public int[] Order { get; private init; } = [];

    /// <summary>By place, how much its row counts; null where each counts once.</summary>
    public double[]? Weights { get; private init; }

    /// <summary>As "sex=F"; null for all rows.</summary>
    public string? Slice { get; }

    /// <summary>Why the answers cannot be judged, as a clause.</summary>
    public string? Broken { get; private init; }

    public int Count => _truth.Length;

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
        params Answers[] answers) => Of(new SampleRows(truth, groups, rows), slice, [], answers);

    /// <param name="rows">Those that belong to the sample.</param>
    /// <param name="slice">As "sex=F"; null for all rows.</param>
    /// <param name="columns">That the sample is cut by: rows that are alike but for them are told apart.</param>
    /// <param name="answers">Of each model, by row.</param>
    public static Sample Of(SampleRows rows, string? slice, IReadOnlyList<SliceColumn> columns, params Answers[] answers)
    {
        if (answers.Select(x => x.Broken).FirstOrDefault(x => x is not null) is { } broken)
            return new Sample(slice, [], []) { Broken = broken };
        int[] order = [.. rows.Rows];
        IReadOnlyList<IReadOnlyList<double>> weights = rows.Weights is null ? [] : [rows.Weights];
        if (order.Length > 0)
            Sort(order, rows, columns, [.. answers.SelectMany(x => x.Columns), .. weights]);
        return new Sample(slice, Taken(rows.Truth, order), [.. answers.Select(x => x with
        {
            Columns = [.. x.Columns.Select(y => Taken(y, order))],
        })])
        {
            Order = order,
            Weights = rows.Weights is null ? null : Taken(rows.Weights, order),
            Groups = rows.Groups is { } groups ? Numbered([.. order.Select(x => groups[x])]) : null,
        };
    }

    public MetricRows First() => Of(_answers[0]);

    public MetricRows Second() => Of(_answers[1]);

    /// <summary>The places of each group's rows, ascending.</summary>
    public IReadOnlyList<int[]> Places(SliceColumn column)
    {
        var places = column.Groups.Select(group => new int[group.Rows.Count]).ToList();
        var filled = new int[places.Count];
        for (var place = 0; place < Order.Length; place++)
        {
            var group = column.Codes[Order[place]];
            places[group][filled[group]++] = place;
        }

        return [.. places.Zip(filled, (all, count) => all.Length == count ? all : all[..count])];
    }

    private MetricRows Of(Answers answers) => new(
        ImmutableCollectionsMarshal.AsImmutableArray(_truth),
        [.. answers.Columns.Select(column => ImmutableCollectionsMarshal.AsImmutableArray((double[])column))],
        answers.Decision);

    /// <summary>
    /// By the first answer at once, and what ties there by all else; rows that tie in all are the same to anyone.
    /// </summary>
    private static void Sort(
        int[] order, SampleRows rows, IReadOnlyList<SliceColumn> columns, IReadOnlyList<IReadOnlyList<double>> answers)
    {
        var keys = Taken(answers[0], order);
        Array.Sort(keys, order);
        var comparer = Comparer<int>.Create((x, y) =>
        {
            var compared = rows.Truth[x].CompareTo(rows.Truth[y]);
            for (var i = 1; compared == 0 && i < answers.Count; i++)
                compared = answers[i][x].CompareTo(answers[i][y]);
            if (compared == 0 && rows.Groups is not null)
                compared = rows.Groups[x].CompareTo(rows.Groups[y]);
            for (var i = 0; compared == 0 && i < columns.Count; i++)
                compared = columns[i].Codes[x].CompareTo(columns[i].Codes[y]);
            return compared;
        });
        for (var from = 0; from < keys.Length;)
        {
            var to = from + 1;
            while (to < keys.Length && keys[to].Equals(keys[from]))
                to++;
            if (to - from > 1)
                Array.Sort(order, from, to - from, comparer);
            from = to;
        }
    }

    private static double[] Taken(IReadOnlyList<double> values, int[] rows)
    {
        var taken = new double[rows.Length];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = values[rows[i]];
        return taken;
    }

    /// <summary>Groups are counted in the order of what they are, so that the order of rows does not matter.</summary>
    private static int[] Numbered(IReadOnlyList<UInt128> groups)
    {
        var numbers = groups.Distinct().Order().Index().ToDictionary(x => x.Item, x => x.Index);
        return [.. groups.Select(x => numbers[x])];
    }
}

/// <summary>Which rows are sampled.</summary>
/// <param name="Truth">By row, as a target has it.</param>
/// <param name="Groups">By row, what it belongs to, to be drawn together; null where each row is alone.</param>
/// <param name="Rows">Those that belong to the sample.</param>
internal sealed record SampleRows(IReadOnlyList<double> Truth, IReadOnlyList<UInt128>? Groups, IReadOnlyList<int> Rows)
{
    /// <summary>By row, how much it counts, above 0; null, the default, where each counts once.</summary>
    public IReadOnlyList<double>? Weights { get; init; }
}
