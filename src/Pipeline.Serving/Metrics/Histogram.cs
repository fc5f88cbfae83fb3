namespace Pipeline.Serving.Metrics;

/// <summary>Counts values by upper bounds, as Prometheus has it; for any number of threads, without locks.</summary>
internal sealed class Histogram(params double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    /// <summary>Ascending; the last bucket has none.</summary>
    public IReadOnlyList<double> Bounds => bounds;

    public double Sum => Volatile.Read(ref _sum);

    /// <summary>Of each bucket alone, the unbounded one last.</summary>
    public long[] Counts() => [.. Enumerable.Range(0, _counts.Length).Select(x => Interlocked.Read(ref _counts[x]))];

    public void Add(double value)
    {
        var bucket = Array.BinarySearch(bounds, value);
        Interlocked.Increment(ref _counts[bucket >= 0 ? bucket : ~bucket]);
        double sum;
        do
        {
            sum = Volatile.Read(ref _sum);
        }
        while (!Interlocked.CompareExchange(ref _sum, sum + value, sum).Equals(sum));
    }
}
