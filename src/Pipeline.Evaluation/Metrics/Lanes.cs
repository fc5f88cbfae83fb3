using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

/// <summary>How often each row occurs, in eight resamples side by side.</summary>
internal interface ILaneWeights
{
    /// <param name="row">One that is there: it is not checked.</param>
    Vector512<double> At(int row);
}

/// <summary>Of eight resamples, as they are drawn.</summary>
internal readonly ref struct DrawnLanes(ReadOnlySpan<byte> weights) : ILaneWeights
{
    private readonly ref byte _start = ref MemoryMarshal.GetReference(weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> At(int row)
    {
        var bytes = Vector128.CreateScalarUnsafe(
            Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref _start, (nint)row * LaneBootstrap.Lanes))).AsByte();
        if (Avx512DQ.IsSupported)
            return Avx512DQ.ConvertToVector512Double(Avx512F.ConvertToVector512Int64(bytes));
        var words = Vector128.WidenLower(bytes);
        var (low, high) = (Vector128.WidenLower(words), Vector128.WidenUpper(words));
        return Vector512.ConvertToDouble(Vector512.Create(
            Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low)),
            Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high))));
    }
}

/// <summary>Any weights, in the first lane; nobody reads the others.</summary>
internal readonly ref struct OneLane(ReadOnlySpan<int> weights) : ILaneWeights
{
    private readonly ReadOnlySpan<int> _weights = weights;

    public Vector512<double> At(int row) => Vector512.CreateScalar((double)_weights[row]);
}

/// <summary>Real numbers, in the first lane; nobody reads the others.</summary>
internal readonly ref struct RealLane(ReadOnlySpan<double> weights) : ILaneWeights
{
    private readonly ReadOnlySpan<double> _weights = weights;

    public Vector512<double> At(int row) => Vector512.CreateScalar(_weights[row]);
}

/// <summary>Real numbers of eight resamples, by row, then by resample.</summary>
internal readonly ref struct RealLanes(ReadOnlySpan<double> weights) : ILaneWeights
{
    private readonly ReadOnlySpan<double> _weights = weights;

    public Vector512<double> At(int row) => Vector512.Create(_weights.Slice(row * LaneBootstrap.Lanes, LaneBootstrap.Lanes));
}

/// <summary>Of eight resamples, as they are drawn, of rows that count more than once each.</summary>
/// <param name="weights">By row, then by resample.</param>
/// <param name="each">By row, how much it counts.</param>
internal readonly ref struct WeighedLanes(ReadOnlySpan<byte> weights, ReadOnlySpan<double> each) : ILaneWeights
{
    private readonly DrawnLanes _drawn = new(weights);
    private readonly ReadOnlySpan<double> _each = each;

    public Vector512<double> At(int row) => _drawn.At(row) * _each[row];
}

/// <summary>
/// Sums over some rows by which any metric of a task is known: what rows weigh, lose and are counted as. They are made in one
/// pass for all metrics and for eight resamples at once.
/// </summary>
internal abstract class LaneKernel
{
    /// <summary>How many sums there are.</summary>
    public abstract int Count { get; }

    /// <param name="weights">By row.</param>
    /// <param name="sums">By sum, then by resample; all zero.</param>
    public abstract void Sum<TWeights>(TWeights weights, Span<double> sums)
        where TWeights : ILaneWeights, allows ref struct;

    private protected static ref Vector512<double> Lane(Span<double> sums, int sum) =>
        ref Unsafe.As<double, Vector512<double>>(ref sums[sum * LaneBootstrap.Lanes]);
}

/// <summary>The sums of one resample.</summary>
/// <typeparam name="TRows">What they are of.</typeparam>
internal readonly ref struct LaneSums<TRows>(TRows rows, ReadOnlySpan<double> sums, int lane, ReadOnlySpan<int> extras)
{
    private readonly ReadOnlySpan<double> _sums = sums;
    private readonly ReadOnlySpan<int> _extras = extras;

    /// <summary>What the sums are of.</summary>
    public TRows Rows { get; } = rows;

    public double this[int sum] => _sums[(sum * LaneBootstrap.Lanes) + lane];

    /// <summary>Which of what metrics asked the kernel for beyond its usual sums; one that a metric asked for.</summary>
    public int PlaceOf(int extra) => _extras.BinarySearch(extra);
}

/// <summary>A metric by the sums of a resample; NaN where it is not defined.</summary>
/// <typeparam name="TRows">What they are of.</typeparam>
/// <param name="sums">Those of the task's kernel.</param>
internal delegate double LaneValue<TRows>(LaneSums<TRows> sums);

/// <summary>Metrics that are measured together, for eight resamples at once.</summary>
internal interface ILaneSet
{
    /// <param name="weights">By row.</param>
    /// <param name="values">By metric, then by resample; to be filled.</param>
    void Measure<TWeights>(TWeights weights, Span<double> values)
        where TWeights : ILaneWeights, allows ref struct;
}

/// <summary>A metric that can be measured together with others of its task.</summary>
internal interface ILaneMetric : IMetric
{
    /// <summary>What of it a gate may set; null where nothing.</summary>
    MetricParameter? Parameter { get; }

    /// <summary>The same under another name.</summary>
    IMetric Called(string name);

    /// <param name="metrics">All of this task, this one among them.</param>
    /// <param name="rows">What is measured.</param>
    /// <param name="places">By row, its place among the weights; null where it is the same.</param>
    ILaneSet Together(IReadOnlyList<ILaneMetric> metrics, MetricRows rows, int[]? places);
}

/// <summary>Metrics of one task by the sums of its kernel.</summary>
internal sealed class LaneSet<TRows> : ILaneSet
    where TRows : class, ITaskRows<TRows>
{
    private readonly IReadOnlyList<Metric<TRows>> _metrics;
    private readonly TRows _rows;
    private readonly LaneKernel _kernel;
    private readonly int[] _extras;

    public LaneSet(IReadOnlyList<Metric<TRows>> metrics, TRows rows, int[]? places)
    {
        (_metrics, _rows) = (metrics, rows);
        _extras = [.. metrics.SelectMany(x => x.Extras(rows)).Distinct().Order()];
        _kernel = TRows.KernelOf(rows, places, _extras);
    }

    public void Measure<TWeights>(TWeights weights, Span<double> values)
        where TWeights : ILaneWeights, allows ref struct
    {
        Span<double> sums = new double[_kernel.Count * LaneBootstrap.Lanes];
        _kernel.Sum(weights, sums);
        Fill(sums, values);
    }

    private void Fill(ReadOnlySpan<double> sums, Span<double> values)
    {
        for (var metric = 0; metric < _metrics.Count; metric++)
        {
            for (var lane = 0; lane < LaneBootstrap.Lanes; lane++)
            {
                values[(metric * LaneBootstrap.Lanes) + lane] =
                    _metrics[metric].Value(new LaneSums<TRows>(_rows, sums, lane, _extras));
            }
        }
    }
}
