using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>Any metrics of some rows: the toolkit's own together, a team's each for itself.</summary>
internal sealed class FusedMetrics
{
    private const int Lanes = LaneBootstrap.Lanes;

    private readonly int[]? _places;
    private readonly int _rows;
    private readonly int[] _own;
    private readonly ILaneSet? _together;
    private readonly RowStatistic[] _alone;
    private readonly int[] _others;

    /// <param name="metrics">Of the rows' task.</param>
    /// <param name="rows">What is measured.</param>
    /// <param name="places">By row, its place among the weights; null where it is the same.</param>
    public FusedMetrics(IReadOnlyList<IMetric> metrics, MetricRows rows, int[]? places = null)
    {
        (_places, _rows) = (places, rows.Count);
        _own = [.. metrics.Index().Where(x => x.Item is ILaneMetric).Select(x => x.Index)];
        _others = [.. metrics.Index().Where(x => x.Item is not ILaneMetric).Select(x => x.Index)];
        List<ILaneMetric> own = [.. metrics.OfType<ILaneMetric>()];
        _together = own.Count == 0 ? null : own[0].Together(own, rows, places);
        _alone = [.. _others.Select(x => metrics[x].On(rows))];
    }

    /// <summary>By place among the weights, how much its row counts; null where each counts once.</summary>
    public double[]? Each { get; init; }

    /// <summary>What they come to on rows of which each counts once, or as much as its weight says.</summary>
    /// <param name="metrics">Of the rows' task.</param>
    /// <param name="rows">What is measured.</param>
    /// <param name="weights">By row; null where each counts once.</param>
    public static double[] Values(IReadOnlyList<IMetric> metrics, MetricRows rows, IReadOnlyList<double>? weights = null)
    {
        var values = new double[metrics.Count];
        List<ILaneMetric> own = [.. metrics.OfType<ILaneMetric>()];
        var counts = weights is null ? [.. Enumerable.Repeat(1, rows.Count)] : RowCounts.Of(weights);
        Span<double> together = new double[own.Count * Lanes];
        if (own.Count > 0 && weights is null)
            own[0].Together(own, rows, null).Measure(new OneLane(counts), together);
        else if (own.Count > 0)
            own[0].Together(own, rows, null).Measure(new RealLane([.. weights!]), together);
        for (var (i, next) = (0, 0); i < values.Length; i++)
            values[i] = metrics[i] is ILaneMetric ? together[next++ * Lanes] : metrics[i].On(rows)(counts);
        return values;
    }

    /// <param name="weights">By place, then by resample.</param>
    /// <param name="values">By metric, then by resample; to be filled.</param>
    public void Measure(ReadOnlySpan<byte> weights, Span<double> values)
    {
        Span<double> own = new double[_own.Length * Lanes];
        if (Each is null)
            _together?.Measure(new DrawnLanes(weights), own);
        else
            _together?.Measure(new WeighedLanes(weights, Each), own);
        Put(own, values);
        if (_alone.Length == 0)
            return;
        var (ofLane, counts) = (new int[_rows], Each is null ? null : RowCounts.Of(Each));
        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var row = 0; row < ofLane.Length; row++)
            {
                var place = _places is null ? row : _places[row];
                ofLane[row] = weights[(place * Lanes) + lane] * (counts is null ? 1 : counts[place]);
            }

            PutAlone(ofLane, lane, values);
        }
    }

    /// <param name="weights">Real numbers, by place, then by resample.</param>
    /// <param name="values">By metric, then by resample; to be filled.</param>
    public void Measure(ReadOnlySpan<double> weights, Span<double> values)
    {
        Span<double> own = new double[_own.Length * Lanes];
        _together?.Measure(new RealLanes(weights), own);
        Put(own, values);
        var ofLane = new double[_rows];
        for (var lane = 0; lane < Lanes && _alone.Length > 0; lane++)
        {
            for (var row = 0; row < ofLane.Length; row++)
                ofLane[row] = weights[((_places is null ? row : _places[row]) * Lanes) + lane];
            PutAlone(RowCounts.Of(ofLane), lane, values);
        }
    }

    private void Put(ReadOnlySpan<double> own, Span<double> values)
    {
        for (var i = 0; i < _own.Length; i++)
            own.Slice(i * Lanes, Lanes).CopyTo(values[(_own[i] * Lanes)..]);
    }

    private void PutAlone(int[] weights, int lane, Span<double> values)
    {
        for (var i = 0; i < _alone.Length; i++)
            values[(_others[i] * Lanes) + lane] = _alone[i](weights);
    }
}

/// <summary>Weights as whole numbers, for metrics that count rows.</summary>
internal static class RowCounts
{
    /// <summary>What a weight may be off by, as a share of the smallest one.</summary>
    private const int Parts = 1000;

    /// <summary>A resample draws a row a few times at most; the product is still a whole number of 32 bits.</summary>
    private const double Most = 10_000_000;

    /// <summary>In the same proportions: exact where each is a multiple of the smallest one, else rounded.</summary>
    /// <param name="weights">0 or more.</param>
    public static int[] Of(IReadOnlyList<double> weights)
    {
        var (least, greatest) = (double.MaxValue, 0.0);
        foreach (var weight in weights)
        {
            least = weight > 0 ? Math.Min(least, weight) : least;
            greatest = Math.Max(greatest, weight);
        }

        if (greatest <= 0)
            return new int[weights.Count];
        var unit = weights.All(weight => IsWhole(weight / least)) ? least : least / Parts;
        unit = Math.Max(unit, greatest / Most);
        return [.. weights.Select(weight => (int)Math.Round(weight / unit))];
    }

    private static bool IsWhole(double number) => Math.Abs(number - Math.Round(number)) < 1e-9 * number;
}
