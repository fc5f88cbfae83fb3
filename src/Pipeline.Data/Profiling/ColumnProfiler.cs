using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data.Profiling;

/// <summary>Sums up one column as its values pass.</summary>
/// <param name="column">Which one.</param>
/// <param name="declared">The type that the manifest names; null to find it.</param>
/// <param name="isPersonal">Values leave no trace but counts.</param>
/// <param name="partitions">How many profilers will be merged, each of about as many rows.</param>
internal sealed class ColumnProfiler(ColumnView column, DataType? declared, bool isPersonal, int partitions)
{
    private readonly TypeInference _inference = new();
    private double[] _numbers = [];
    private double[] _positives = [];
    private int[] _rows = [];

    public DataType Type => declared ?? _inference.TypeOf(Summary.DistinctCount, Summary.Count);

    public bool IsPersonal => isPersonal;

    public bool HasDecimalCommas => declared is null && _inference.HaveDecimalCommas;

    public ColumnSummary Summary { get; } = new(partitions);

    public ColumnProfiler CreateEmpty() => new(column, declared, isPersonal, partitions);

    public void Merge(ColumnProfiler other)
    {
        _inference.Merge(other._inference);
        Summary.Merge(other.Summary);
    }

    /// <param name="batch">The next rows.</param>
    /// <param name="values">Taken for the column's values.</param>
    /// <param name="targets">What is predicted in each row.</param>
    /// <param name="areClasses">Targets are 0 or 1.</param>
    public void Observe(RecordBatch batch, ColumnValues values, ReadOnlySpan<double> targets, bool areClasses)
    {
        values.Fill(column, batch);
        Summary.Count += values.Count;
        Summary.Missing += values.Missing;
        var hashes = values.Hash();
        foreach (var hash in hashes)
            Summary.Distinct.Add(hash);
        if (_numbers.Length < values.Count)
            Reserve(values.Count * 2);
        if (isPersonal)
        {
            if (declared is null)
                _inference.Add(values, _numbers);
            return;
        }

        if (MayBeNumbers)
            Measure(values, targets, areClasses);
        Count(values, hashes, targets, isNews: !MayBeNumbers);
    }

    private bool MayBeNumbers =>
        declared is null ? _inference.AreNumbers : declared is DataType.Number or DataType.Integer;

    private bool MayBeTimes => declared is null ? _inference.AreTimestamps : declared == DataType.Timestamp;

    /// <summary>Sums up the values that are numbers.</summary>
    private void Measure(ColumnValues values, ReadOnlySpan<double> targets, bool areClasses)
    {
        var numbers = _numbers.AsSpan(0, Read(values));
        Summary.Numbers.Add(numbers);
        Summary.Moments = Summary.Moments.Add(Moments.Of(numbers));
        if (areClasses)
            Classify(numbers, targets);
    }

    /// <returns>How many values are numbers; in which rows, is in <see cref="_rows"/>.</returns>
    private int Read(ColumnValues values)
    {
        if (declared is null)
        {
            _inference.Add(values, _numbers);
            values.Rows.CopyTo(_rows);
            return _inference.AreNumbers ? values.Count : 0;
        }

        var count = 0;
        for (var i = 0; i < values.Count; i++)
        {
            if (values.TryNumber(i, out _numbers[count]))
                _rows[count++] = values.Rows[i];
        }

        return count;
    }

    private void Classify(ReadOnlySpan<double> numbers, ReadOnlySpan<double> targets)
    {
        var (positives, known) = (0, 0);
        for (var i = 0; i < numbers.Length; i++)
        {
            var target = targets[_rows[i]];
            _positives[positives] = numbers[i];
            positives += target == 1 ? 1 : 0;
            known += double.IsNaN(target) ? 0 : 1;
        }

        Summary.Classified += known;
        Summary.PositiveNumbers.Add(_positives.AsSpan(0, positives));
    }

    /// <param name="values">To be counted.</param>
    /// <param name="hashes">Of these values.</param>
    /// <param name="targets">What is predicted in each row.</param>
    /// <param name="isNews">What they are was not asked yet. Of a value that was counted before it need not be.</param>
    private void Count(ColumnValues values, ReadOnlySpan<ulong> hashes, ReadOnlySpan<double> targets, bool isNews)
    {
        Summary.Lengths = Summary.Lengths.Add(values.Lengths());
        var frequent = Summary.Frequent;
        var heads = values.Heads;
        var rows = values.Rows;
        for (var i = 0; i < heads.Length; i++)
        {
            if (!frequent.Add(values[i], heads[i], hashes[i], targets[rows[i]]) && isNews)
                Meet(values[i]);
        }
    }

    private void Meet(ReadOnlySpan<byte> value)
    {
        if (declared is null)
            _inference.AddWord(value);
        if (MayBeTimes && TimestampText.TryParse(value, out var ticks))
            Summary.Times = (Math.Min(Summary.Times.First, ticks), Math.Max(Summary.Times.Last, ticks));
    }

    private void Reserve(int count) => (_numbers, _positives, _rows) = (new double[count], new double[count], new int[count]);
}
