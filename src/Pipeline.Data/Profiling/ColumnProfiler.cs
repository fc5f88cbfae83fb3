using System.Runtime.Intrinsics;
using System.Text;
using Pipeline.Data.Columns;
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
    private double[] _positives = [];
    private double[] _some = [];
    private int[] _someRows = [];

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
    /// <param name="targets">What is predicted in each row.</param>
    /// <param name="areClasses">Targets are 0 or 1.</param>
    public void Observe(ColumnBatch batch, ReadOnlySpan<double> targets, bool areClasses)
    {
        var values = batch.Column(column);
        Summary.Count += values.Count;
        Summary.Missing += values.Missing;
        var hashes = values.Hashes();
        foreach (var hash in hashes)
            Summary.Distinct.Add(hash);
        if (declared is null && (isPersonal || _inference.AreNumbers))
            _inference.Add(values);
        if (isPersonal)
            return;
        if (MayBeNumbers)
            Measure(values, targets, areClasses);
        if (values.Type == VectorType.Moment && MayBeTimes)
            Range(values.Moments());
        Count(values, hashes, targets, isNews: !MayBeNumbers && values.Type != VectorType.Moment);
    }

    private bool MayBeNumbers =>
        declared is null ? _inference.AreNumbers : declared is DataType.Number or DataType.Integer;

    private bool MayBeTimes => declared is null ? _inference.AreTimestamps : declared == DataType.Timestamp;

    /// <summary>Sums up the values that are numbers.</summary>
    private void Measure(ColumnVector values, ReadOnlySpan<double> targets, bool areClasses)
    {
        var numbers = values.Numbers();
        var rows = values.Rows;
        if (!values.AreNumbers)
            Select(ref numbers, ref rows);
        Summary.Numbers.Add(numbers);
        Summary.Moments = Summary.Moments.Add(Moments.Of(numbers));
        if (areClasses)
            Classify(numbers, rows, targets);
    }

    /// <summary>Leaves out what is no number.</summary>
    private void Select(ref ReadOnlySpan<double> numbers, ref ReadOnlySpan<int> rows)
    {
        if (_some.Length < numbers.Length)
            (_some, _someRows) = (new double[numbers.Length * 2], new int[numbers.Length * 2]);
        var count = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!double.IsNaN(numbers[i]))
                (_some[count], _someRows[count++]) = (numbers[i], rows[i]);
        }

        numbers = _some.AsSpan(0, count);
        rows = _someRows.AsSpan(0, count);
    }

    private void Classify(ReadOnlySpan<double> numbers, ReadOnlySpan<int> rows, ReadOnlySpan<double> targets)
    {
        if (_positives.Length < numbers.Length)
            _positives = new double[numbers.Length * 2];
        var (positives, known) = (0, 0);
        for (var i = 0; i < numbers.Length; i++)
        {
            var target = targets[rows[i]];
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
    private void Count(ColumnVector values, ReadOnlySpan<ulong> hashes, ReadOnlySpan<double> targets, bool isNews)
    {
        Summary.Lengths = Summary.Lengths.Add(Lengths(values));
        var frequent = Summary.Frequent;
        var texts = values.Texts();
        var rows = values.Rows;
        var heads = texts.Heads;
        for (var i = 0; i < heads.Length; i++)
        {
            if (!frequent.Add(texts[i], heads[i], hashes[i], targets[rows[i]]) && isNews)
                Meet(texts[i]);
        }
    }

    private void Range(ReadOnlySpan<Moment> moments)
    {
        var (first, last) = Summary.Times;
        foreach (var moment in moments)
            (first, last) = (Math.Min(first, moment.Ticks), Math.Max(last, moment.Ticks));
        Summary.Times = (first, last);
    }

    private void Meet(ReadOnlySpan<byte> value)
    {
        if (declared is null)
            _inference.AddWord(value);
        if (MayBeTimes && TimestampText.TryParse(value, out var ticks))
            Summary.Times = (Math.Min(Summary.Times.First, ticks), Math.Max(Summary.Times.Last, ticks));
    }

    /// <summary>Of all values, in characters.</summary>
    private static LengthSum Lengths(ColumnVector values)
    {
        var (min, max, sum, squares) = (int.MaxValue, 0, 0L, 0.0);
        var texts = values.Texts();
        var heads = texts.Heads;
        var lengths = texts.Lengths;
        for (var i = 0; i < heads.Length; i++)
        {
            var length = lengths[i];
            if (heads[i].ExtractMostSignificantBits() != 0 || length > ValueHead.MostBytes)
                length = Encoding.UTF8.GetCharCount(texts[i]);
            min = length < min ? length : min;
            max = length > max ? length : max;
            sum += length;
            squares += (double)length * length;
        }

        return new LengthSum(values.Count, sum, min, max, squares);
    }
}
