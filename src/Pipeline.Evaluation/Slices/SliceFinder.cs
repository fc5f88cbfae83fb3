namespace Pipeline.Evaluation.Slices;

/// <summary>
/// Looks for rows that cost more than the others, as SliceFinder (Chung et al. 2019) does: by conditions on one column, on every
/// pair of columns, and, from the best of these, on a third. Columns are small numbers, so that all ranges of a pair follow from
/// one pass over the rows.
/// </summary>
/// <param name="losses">By row, in an order that does not depend on the data's.</param>
/// <param name="columns">By column, then by row, its code.</param>
/// <param name="bins">What the codes stand for.</param>
/// <param name="minimum">How many rows a slice has at least.</param>
/// <param name="parallel">How many threads to use; the answer is the same.</param>
internal sealed class SliceFinder(
    double[] losses, byte[][] columns, IReadOnlyList<BinnedColumn> bins, int minimum, ParallelOptions parallel)
{
    private const int MostSlices = 10;
    private const int Beam = 32;

    /// <summary>Cells of pairs that are filled at most: of more columns those that tell most alone are paired.</summary>
    private const double MostWork = 4e8;

    private readonly double[] _squares = Array.ConvertAll(losses, x => x * x);
    private LossSum _all;

    /// <summary>How many slices were looked at.</summary>
    public long Candidates { get; private set; }

    /// <summary>The most striking first, without those that another one explains.</summary>
    /// <param name="depth">How many conditions a slice may have, from 1 to 3.</param>
    public IReadOnlyList<SliceCandidate> Find(int depth)
    {
        _all = new LossSum(losses.Length, losses.Sum(), _squares.Sum());
        var singles = Best(columns.Length, Alone);
        var levels = new List<IReadOnlyList<SliceCandidate>> { singles };
        if (depth > 1)
        {
            var paired = ToPair(singles);
            var pairs = Best(paired.Count, x => Paired(paired[x].First, paired[x].Second));
            levels.Add(pairs);
            if (depth > 2)
            {
                var beam = Ordered(pairs).Take(Beam).ToList();
                levels.Add(Best(beam.Count, x => Narrowed(beam[x])));
            }
        }

        return Reduce(Ordered(levels.SelectMany(x => x)));
    }

    private static IOrderedEnumerable<SliceCandidate> Ordered(IEnumerable<SliceCandidate> candidates) =>
        candidates.OrderByDescending(x => x.Score).ThenBy(x => x.Conditions.Count).ThenBy(x => x.Order);

    /// <summary>What one kind of slices has to offer; the more of them were looked at, the more striking one must be.</summary>
    private List<SliceCandidate> Best(int count, Func<int, (IReadOnlyList<SliceCandidate> Best, long LookedAt)> look)
    {
        var found = new (IReadOnlyList<SliceCandidate> Best, long LookedAt)[count];
        Parallel.For(0, count, parallel, x => found[x] = look(x));
        var lookedAt = found.Sum(x => x.LookedAt);
        Candidates += lookedAt;
        var penalty = 2 * Math.Log(Math.Max(1, lookedAt));
        return [.. found.SelectMany(x => x.Best).Select(x => x with { Score = (x.Distance * x.Distance) - penalty })];
    }

    private (IReadOnlyList<SliceCandidate> Best, long LookedAt) Alone(int column)
    {
        var sums = Sums(columns[column], bins[column].Bins, null);
        var candidates = bins[column].Spans
            .Select(span => Candidate([new SliceBins(column, span)], LossSum.Of(sums, span))).ToList();
        return (Two(candidates), candidates.Count);
    }

    private (IReadOnlyList<SliceCandidate> Best, long LookedAt) Paired(int first, int second)
    {
        var (rows, width) = (columns[first], bins[second].Bins);
        var cells = new LossSum[bins[first].Bins * width];
        var others = columns[second];
        for (var i = 0; i < losses.Length; i++)
        {
            ref var cell = ref cells[(rows[i] * width) + others[i]];
            cell.Add(losses[i], _squares[i]);
        }

        var area = new LossArea(cells, width);
        var (best, next) = (default(SliceCandidate), default(SliceCandidate));
        var lookedAt = 0L;
        foreach (var span in bins[first].Spans)
        {
            foreach (var other in bins[second].Spans)
            {
                lookedAt++;
                var sum = area.Of(span, other);
                var distance = Distance(sum);
                if (distance <= (next?.Distance ?? 0))
                    continue;
                var candidate = new SliceCandidate([new SliceBins(first, span), new SliceBins(second, other)], sum, distance);
                if (best is null || distance > best.Distance)
                    (best, next) = (candidate, best is not null && !best.Meets(candidate) ? best : Keep(next, candidate));
                else if (!best.Meets(candidate))
                    next = candidate;
            }
        }

        return ([.. new[] { best, next }.OfType<SliceCandidate>()], lookedAt);

        static SliceCandidate? Keep(SliceCandidate? next, SliceCandidate best) =>
            next is not null && !next.Meets(best) ? next : null;
    }

    private (IReadOnlyList<SliceCandidate> Best, long LookedAt) Narrowed(SliceCandidate slice)
    {
        int[] rows = [.. Enumerable.Range(0, losses.Length).Where(x => Has(slice, x))];
        var (best, lookedAt) = (new List<SliceCandidate>(), 0L);
        for (var column = 0; column < columns.Length; column++)
        {
            if (slice.Conditions.Any(x => x.Column == column))
                continue;
            var sums = Sums(columns[column], bins[column].Bins, rows);
            var candidates = bins[column].Spans
                .Select(x => Candidate([.. slice.Conditions, new SliceBins(column, x)], LossSum.Of(sums, x))).ToList();
            lookedAt += candidates.Count;
            if (Two(candidates) is [var first, ..])
                best.Add(first with { Conditions = [.. first.Conditions.OrderBy(x => x.Column)] });
        }

        return (best, lookedAt);
    }

    private static IReadOnlyList<SliceCandidate> Two(IReadOnlyList<SliceCandidate> candidates)
    {
        var ordered = candidates.Where(x => x.Distance > 0).OrderByDescending(x => x.Distance).ToList();
        return ordered is [] ? [] : [ordered[0], .. ordered.Where(x => !x.Meets(ordered[0])).Take(1)];
    }

    private LossSum[] Sums(byte[] codes, int count, int[]? rows)
    {
        var sums = new LossSum[count];
        for (var i = 0; i < (rows?.Length ?? losses.Length); i++)
        {
            var row = rows is null ? i : rows[i];
            sums[codes[row]].Add(losses[row], _squares[row]);
        }

        return sums;
    }

    private SliceCandidate Candidate(IReadOnlyList<SliceBins> conditions, LossSum sum) => new(conditions, sum, Distance(sum));

    /// <summary>By how many standard errors the rows cost more than all others; 0 where they are too few.</summary>
    private double Distance(LossSum sum)
    {
        var others = _all.Without(sum);
        return sum.Rows < minimum || others.Rows < minimum ? 0 : sum.Distance(others);
    }

    private List<(int First, int Second)> ToPair(IReadOnlyList<SliceCandidate> singles)
    {
        var most = Math.Max(2, (int)Math.Sqrt(2 * MostWork / Math.Max(1, losses.Length)));
        var best = singles.GroupBy(x => x.Conditions[0].Column).ToDictionary(x => x.Key, x => x.Max(y => y.Distance));
        var kept = Enumerable.Range(0, columns.Length)
            .OrderByDescending(x => best.GetValueOrDefault(x)).ThenBy(x => x).Take(most).Order().ToList();
        return [.. kept.SelectMany((first, place) => kept.Skip(place + 1).Select(second => (first, second)))];
    }

    /// <summary>
    /// Takes the most striking slice, then the next one whose rows beyond those taken are many and cost more on their own: what
    /// is bad only because it meets a bad slice is no other one.
    /// </summary>
    private List<SliceCandidate> Reduce(IEnumerable<SliceCandidate> candidates)
    {
        var (taken, covered) = (new List<SliceCandidate>(), new bool[losses.Length]);
        foreach (var candidate in candidates.TakeWhile(x => x.Score > 0))
        {
            var fresh = default(LossSum);
            for (var row = 0; row < losses.Length; row++)
            {
                if (!covered[row] && Has(candidate, row))
                    fresh.Add(losses[row], _squares[row]);
            }

            if (2 * fresh.Rows < candidate.Sum.Rows || 2 * Distance(fresh) < candidate.Distance)
                continue;
            taken.Add(candidate);
            if (taken.Count == MostSlices)
                break;
            for (var row = 0; row < losses.Length; row++)
                covered[row] |= Has(candidate, row);
        }

        return taken;
    }

    private bool Has(SliceCandidate slice, int row)
    {
        foreach (var condition in slice.Conditions)
        {
            if (!condition.Span.Has(columns[condition.Column][row]))
                return false;
        }

        return true;
    }
}

/// <summary>A condition on a column, by place and codes.</summary>
internal readonly record struct SliceBins(int Column, BinSpan Span);

/// <summary>A slice that was looked at.</summary>
/// <param name="Conditions">One for each of its columns.</param>
/// <param name="Sum">Of its rows.</param>
/// <param name="Distance">By how many standard errors it costs more than the other rows.</param>
internal sealed record SliceCandidate(IReadOnlyList<SliceBins> Conditions, LossSum Sum, double Distance)
{
    /// <summary>How striking it is, given how many like it were looked at.</summary>
    public double Score { get; init; }

    /// <summary>Settles ties, by columns and codes.</summary>
    public string Order => string.Join(',', Conditions.Select(x => $"{x.Column:D4}:{x.Span.First:D3}-{x.Span.Last:D3}"));

    /// <summary>Whether a row may be in both; they are of the same columns.</summary>
    public bool Meets(SliceCandidate other) => Conditions.Zip(other.Conditions).All(x => x.First.Span.Meets(x.Second.Span));
}

/// <summary>What some rows cost.</summary>
/// <param name="Rows">How many they are.</param>
/// <param name="Sum">Of their losses.</param>
/// <param name="Squares">Of the squares of their losses.</param>
internal record struct LossSum(int Rows, double Sum, double Squares)
{
    public readonly double Mean => Sum / Rows;

    /// <summary>Divided by one less than the rows.</summary>
    public readonly double Variance => Rows < 2 ? 0 : Math.Max(0, (Squares - (Sum * Sum / Rows)) / (Rows - 1));

    public static LossSum Of(LossSum[] sums, BinSpan span)
    {
        var sum = default(LossSum);
        for (var i = span.First; i <= span.Last; i++)
            sum = sum.With(sums[i], 1);
        return sum;
    }

    public void Add(double loss, double square)
    {
        Rows++;
        Sum += loss;
        Squares += square;
    }

    public readonly LossSum Without(LossSum other) => With(other, -1);

    public readonly LossSum With(LossSum other, int sign) =>
        new(Rows + (sign * other.Rows), Sum + (sign * other.Sum), Squares + (sign * other.Squares));

    /// <summary>Welch's t of these rows against others.</summary>
    public readonly double Distance(LossSum others)
    {
        var variance = (Variance / Rows) + (others.Variance / others.Rows);
        return variance > 0 ? (Mean - others.Mean) / Math.Sqrt(variance) : 0;
    }
}

/// <summary>Sums of all cells up to a corner, so that those of any rectangle are four of them.</summary>
internal sealed class LossArea
{
    private readonly LossSum[] _upTo;
    private readonly int _width;

    public LossArea(LossSum[] cells, int width)
    {
        (_width, _upTo) = (width + 1, new LossSum[((cells.Length / width) + 1) * (width + 1)]);
        for (var row = 0; row < cells.Length / width; row++)
        {
            for (var column = 0; column < width; column++)
            {
                _upTo[Place(row + 1, column + 1)] = cells[(row * width) + column]
                    .With(_upTo[Place(row, column + 1)], 1)
                    .With(_upTo[Place(row + 1, column)], 1)
                    .Without(_upTo[Place(row, column)]);
            }
        }
    }

    public LossSum Of(BinSpan rows, BinSpan columns) => _upTo[Place(rows.Last + 1, columns.Last + 1)]
        .Without(_upTo[Place(rows.First, columns.Last + 1)])
        .Without(_upTo[Place(rows.Last + 1, columns.First)])
        .With(_upTo[Place(rows.First, columns.First)], 1);

    private int Place(int row, int column) => (row * _width) + column;
}
