using Pipeline.Core.Progress;
using Pipeline.Data.Columns;

namespace Pipeline.Data.Sources;

/// <summary>
/// Lets observers see all rows of a dataset. Each thread takes the next batch, which one can do at a time, and then has it
/// observed. Which batch belongs to which partition is fixed, whatever the number of threads, and so is what comes of it.
/// </summary>
internal sealed class RowPass
{
    /// <summary>More threads would wait for each other.</summary>
    private const int PartitionCount = 8;

    /// <summary>With fewer blocks in each partition, some partitions would have noticeably more rows than others.</summary>
    private const int LeastBlocks = 8;

    /// <summary>Below this much, nobody waits long enough to look at a figure.</summary>
    private const long LeastReported = 100_000_000;

    private readonly DatasetSource _source;
    private readonly IReadOnlyList<IRowObserver> _ordered;
    private readonly IReadOnlyList<RowAccumulator> _first;
    private readonly RowAccumulator[]?[] _partitions = new RowAccumulator[PartitionCount][];
    private readonly long[] _observed = new long[PartitionCount];
    private readonly Lock _reading = new();
    private readonly object _turns = new();
    private long _batches;
    private long _turn;
    private bool _isOver;
    private volatile bool _isStopped;

    private RowPass(DatasetSource source, IReadOnlyList<IRowObserver> observers)
    {
        _source = source;
        _first = [.. observers.OfType<RowAccumulator>()];
        _ordered = [.. observers.Where(x => x is not RowAccumulator)];
        _partitions[0] = [.. _first];
    }

    private Action<long, long> Report { get; init; } = (_, _) => { };

    private Func<bool> IsEnough { get; init; } = () => false;

    /// <summary>How many partitions will have about as many rows each; 1 where no two need to.</summary>
    public static int PartitionsOf(long bytes, int blockBytes) =>
        bytes / blockBytes < PartitionCount * LeastBlocks ? 1 : PartitionCount;

    /// <param name="source">From its beginning.</param>
    /// <param name="observers">Accumulators see the rows of their partitions, and are merged; others see all, in order.</param>
    /// <param name="options">Of the pass.</param>
    /// <param name="cancellationToken">Ends the pass.</param>
    public static async Task RunAsync(
        DatasetSource source, IReadOnlyList<IRowObserver> observers, RowPassOptions options, CancellationToken cancellationToken)
    {
        var pass = new RowPass(source, observers) { Report = Reporter(source, options), IsEnough = options.IsOver };
        var threads = Math.Clamp(options.Threads, 1, PartitionCount);
        var work = Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () => pass.Work(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(work);
        pass.Merge();
    }

    private static Action<long, long> Reporter(DatasetSource source, RowPassOptions options)
    {
        if (source.TotalBytes < LeastReported)
            return (_, _) => { };
        return (done, rows) =>
            options.Progress.Report(new StepEvent.Advanced(options.Step, done, source.TotalBytes, "bytes") { Rows = rows });
    }

    private void Work(CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            var batch = new ColumnBatch();
            while (Take(batch, cancellationToken) is { } taken)
            {
                taken.Divide(batch);
                Observe(batch, taken.Number);
            }

            isDone = true;
        }
        finally
        {
            if (!isDone)
                Pass(() => _isStopped = true);
        }
    }

    /// <returns>The batch's number, and how to find its values; null at the end.</returns>
    private (long Number, Action<ColumnBatch> Divide)? Take(ColumnBatch batch, CancellationToken cancellationToken)
    {
        lock (_reading)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var divide = _isOver || _isStopped || IsEnough() ? null : _source.Take(batch);
            _isOver = divide is null;
            return divide is null ? null : (_batches++, divide);
        }
    }

    private void Observe(ColumnBatch batch, long number)
    {
        if (!Await(() => _turn == number))
            return;
        _source.Accept(batch);
        foreach (var observer in _ordered)
            observer.Observe(batch);
        Report(_source.Size, _source.RowCount);
        Pass(() => _turn++);

        var partition = number % PartitionCount;
        if (_first.Count == 0 || !Await(() => _observed[partition] == number / PartitionCount))
            return;
        foreach (var observer in _partitions[partition] ??= [.. _first.Select(x => x.CreateEmpty())])
            observer.Observe(batch);
        Pass(() => _observed[partition]++);
    }

    /// <returns>False where another thread failed, and the turn never comes.</returns>
    private bool Await(Func<bool> isReached)
    {
        lock (_turns)
        {
            while (!isReached() && !_isStopped)
                Monitor.Wait(_turns);
            return !_isStopped;
        }
    }

    private void Pass(Action advance)
    {
        lock (_turns)
        {
            advance();
            Monitor.PulseAll(_turns);
        }
    }

    private void Merge()
    {
        foreach (var partition in _partitions.Skip(1).OfType<RowAccumulator[]>())
        {
            foreach (var (observer, other) in _first.Zip(partition))
                observer.Merge(other);
        }
    }
}

/// <summary>How rows are passed by.</summary>
/// <param name="Step">What is being done: "validating data".</param>
/// <param name="Progress">Told how far it is, for files of 100 MB and more.</param>
internal sealed record RowPassOptions(string Step, IProgress<StepEvent> Progress)
{
    /// <summary>How many threads look at rows; nothing depends on it. Default: one for each processor, at most 8.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether the observers have seen enough; what else they see must not matter. Default: never.</summary>
    public Func<bool> IsOver { get; init; } = () => false;
}
