using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Fairness;

/// <summary>
/// The test rows in an order of their own, by group, truth and answer, so that resamples do not depend on the order of the data,
/// and that rows which count alike stand together.
/// </summary>
internal sealed class GroupSample
{
    private readonly GroupMetrics _metrics;
    private readonly Run[] _runs;
    private readonly double[][] _sums;
    private readonly double[]? _each;
    private readonly int[]? _drawn;

    /// <summary>By frame and by combination of groups, the place of the group among all.</summary>
    private readonly int[][] _places;

    /// <param name="rows">All of them are in a group of each frame.</param>
    /// <param name="metrics">What is added up.</param>
    /// <param name="frames">The groups, by row.</param>
    public GroupSample(JudgedRows rows, GroupMetrics metrics, IReadOnlyList<GroupFrame> frames)
    {
        (_metrics, Count) = (metrics, rows.Truth.Count);
        Begins = [.. Begin(frames)];
        var (combination, places) = Combine(frames, Count);
        _places = [.. places];
        var values = Values(rows);
        var (first, second) = (values[0], values[metrics.Classes == 0 ? 2 : 0]);
        var keys = new RowKey[Count];
        for (var row = 0; row < keys.Length; row++)
        {
            var truth = metrics.Classes == 0 ? 0 : (int)rows.Truth[row];
            keys[row] = new RowKey(
                combination[row],
                truth,
                rows.AnsweredClass(row),
                first[row],
                second[row],
                rows.Groups?[row] ?? (rows.Weights is { } each ? BitConverter.DoubleToUInt64Bits(each[row]) : UInt128.Zero),
                row);
        }

        Array.Sort(keys);
        _runs = [.. RunsOf(keys)];
        _each = rows.Weights is { } weights ? Array.ConvertAll(keys, key => weights[key.Row]) : null;
        _sums = [.. values.Select(column => Array.ConvertAll(keys, key => column[key.Row] * (rows.Weights?[key.Row] ?? 1)))];
        _drawn = rows.Groups is null ? null : Numbered(keys);
    }

    public int Count { get; }

    /// <summary>By frame, the place of its first group; the last is how many groups there are. Place 0 is of all rows.</summary>
    public int[] Begins { get; }

    public int Length => Tally.Length(_metrics.Classes, _metrics.Sums);

    /// <summary>Each metric of each group, group by group, over the rows that count once each.</summary>
    public double[] Measure() => Fill(metric => metric.Value);

    /// <summary>How many rows each metric of each group rests on.</summary>
    public double[] CountSamples() => Fill(metric => metric.Samples, isCount: true);

    /// <summary>The same as <see cref="Measure"/> for each resample; null where all rows are drawn together.</summary>
    public ResampledValues? Resample(BootstrapOptions options, CancellationToken cancellationToken)
    {
        var values = Begins[^1] * _metrics.All.Count;
        using var scratch = new ThreadLocal<double[]>(() => new double[Begins[^1] * Length]);
        return _drawn switch
        {
            null => Bootstrap.Run(Count, values, Statistic, options, cancellationToken),
            var drawn when drawn.Max() == 0 => null,
            var drawn => Bootstrap.RunByGroup(drawn, values, Statistic, options, cancellationToken),
        };

        void Statistic(ReadOnlySpan<int> weights, Span<double> filled)
        {
            var tallies = scratch.Value!;
            Add(weights, tallies, _each);
            Fill(tallies, filled);
        }
    }

    private double[] Fill(Func<GroupMetric, TallyStatistic> of, bool isCount = false)
    {
        var tallies = new double[Begins[^1] * Length];
        var ones = new int[Count];
        Array.Fill(ones, 1);
        Add(ones, tallies, isCount ? null : _each);
        var filled = new double[Begins[^1] * _metrics.All.Count];
        Fill(tallies, filled, of);
        return filled;
    }

    private void Fill(double[] tallies, Span<double> filled, Func<GroupMetric, TallyStatistic>? of = null)
    {
        var (count, place) = (_metrics.All.Count, 0);
        for (var group = 0; group < Begins[^1]; group++)
        {
            var tally = new Tally(tallies.AsSpan(group * Length, Length), _metrics.Classes);
            for (var metric = 0; metric < count; metric++)
                filled[place++] = (of is null ? _metrics.All[metric].Value : of(_metrics.All[metric]))(tally);
        }
    }

    /// <summary>Adds up what rows of each group come to.</summary>
    private void Add(ReadOnlySpan<int> weights, double[] tallies, double[]? each)
    {
        Array.Clear(tallies);
        Span<double> sums = stackalloc double[_sums.Length];
        foreach (var run in _runs)
        {
            var rows = 0.0;
            for (var i = run.From; i < run.To; i++)
                rows += each is null ? weights[i] : weights[i] * each[i];
            for (var sum = 0; sum < sums.Length; sum++)
                sums[sum] = Dot(weights[run.From..run.To], _sums[sum].AsSpan(run.From, run.To - run.From));
            AddTo(tallies, 0, run, rows, sums);
            foreach (var places in _places)
                AddTo(tallies, places[run.Combination], run, rows, sums);
        }
    }

    private void AddTo(double[] tallies, int group, Run run, double rows, ReadOnlySpan<double> sums)
    {
        var tally = tallies.AsSpan(group * Length, Length);
        var classes = _metrics.Classes;
        tally[0] += rows;
        if (classes > 0)
        {
            tally[Tally.PlaceOfTrue(run.Truth)] += rows;
            tally[Tally.PlaceOfAnswered(classes, run.Answered)] += rows;
            if (run.Truth == run.Answered)
                tally[Tally.PlaceOfRight(classes, run.Truth)] += rows;
        }

        for (var sum = 0; sum < sums.Length; sum++)
            tally[Tally.PlaceOfSum(classes, sum)] += sums[sum];
    }

    private static double Dot(ReadOnlySpan<int> weights, ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * values[i];
        return sum;
    }

    private static IEnumerable<int> Begin(IReadOnlyList<GroupFrame> frames)
    {
        var begin = 1;
        foreach (var frame in frames)
        {
            yield return begin;
            begin += frame.Groups.Count;
        }

        yield return begin;
    }

    /// <summary>Numbers the combinations of groups that occur, in the order of the groups.</summary>
    private (int[] Codes, IEnumerable<int[]> Places) Combine(IReadOnlyList<GroupFrame> frames, int count)
    {
        var codes = new int[count];
        var combinations = new List<int[]> { Array.Empty<int>() };
        foreach (var (number, frame) in frames.Index())
        {
            var width = frame.Groups.Count;
            var known = new int[combinations.Count * width];
            for (var row = 0; row < count; row++)
                known[(codes[row] * width) + frame.Codes[row]] = 1;
            var next = new List<int[]>();
            for (var code = 0; code < known.Length; code++)
            {
                if (known[code] == 0)
                    continue;
                known[code] = next.Count;
                next.Add([.. combinations[code / width], Begins[number] + (code % width)]);
            }

            for (var row = 0; row < count; row++)
                codes[row] = known[(codes[row] * width) + frame.Codes[row]];
            combinations = next;
        }

        return (codes, frames.Select((_, number) => combinations.Select(x => x[number]).ToArray()));
    }

    /// <summary>By sum that a tally has, then by row.</summary>
    private static double[][] Values(JudgedRows rows)
    {
        var (truth, columns) = (rows.Truth, rows.Answers.Columns);
        if (rows.Task == ModelTask.BinaryClassification)
            return [[.. columns[0]], Of(row => LogLoss.Of(columns[0][row], truth[row] > 0))];
        if (rows.Task == ModelTask.MulticlassClassification)
            return [Of(row => LogLoss.Of(columns[(int)truth[row]][row], isPositive: true))];
        var middle = truth.Order().ElementAt(truth.Count / 2);
        return
        [
            Of(row => truth[row] - middle),
            Of(row => (truth[row] - middle) * (truth[row] - middle)),
            [.. columns[0]],
            Of(row => columns[0][row] - truth[row]),
            Of(row => Math.Abs(columns[0][row] - truth[row])),
            Of(row => (columns[0][row] - truth[row]) * (columns[0][row] - truth[row])),
        ];

        double[] Of(Func<int, double> value)
        {
            var values = new double[truth.Count];
            for (var row = 0; row < values.Length; row++)
                values[row] = value(row);
            return values;
        }
    }

    private static IEnumerable<Run> RunsOf(RowKey[] keys)
    {
        var from = 0;
        for (var i = 1; i <= keys.Length; i++)
        {
            if (i < keys.Length && keys[i].IsLike(keys[from]))
                continue;
            yield return new Run(from, i, keys[from].Combination, keys[from].Truth, keys[from].Answered);
            from = i;
        }
    }

    private static int[] Numbered(RowKey[] keys)
    {
        var numbers = keys.Select(x => x.Group).Distinct().Order().Index().ToDictionary(x => x.Item, x => x.Index);
        return Array.ConvertAll(keys, x => numbers[x.Group]);
    }

    /// <summary>Rows next to each other that are of the same groups, class and answered class.</summary>
    private readonly record struct Run(int From, int To, int Combination, int Truth, int Answered);

    private readonly record struct RowKey(
        int Combination, int Truth, int Answered, double First, double Second, UInt128 Group, int Row) : IComparable<RowKey>
    {
        public bool IsLike(RowKey other) =>
            Combination == other.Combination && Truth == other.Truth && Answered == other.Answered;

        public int CompareTo(RowKey other)
        {
            var order = Combination.CompareTo(other.Combination);
            if (order == 0)
                order = Truth.CompareTo(other.Truth);
            if (order == 0)
                order = Answered.CompareTo(other.Answered);
            if (order == 0)
                order = First.CompareTo(other.First);
            if (order == 0)
                order = Second.CompareTo(other.Second);
            return order == 0 ? Group.CompareTo(other.Group) : order;
        }
    }
}
