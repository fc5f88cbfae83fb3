using System.Text;
using Pipeline.Core.Documents;
using Pipeline.Core.Statistics;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Profiling;

/// <summary>Sums up one column as its values pass.</summary>
/// <param name="column">Which one.</param>
/// <param name="declared">The type that the manifest names; null to find it.</param>
/// <param name="isPersonal">Values leave no trace but counts.</param>
internal sealed class ColumnProfiler(ColumnView column, DataType? declared, bool isPersonal)
{
    private readonly TypeInference _inference = new();
    private double[] _numbers = [];

    public DataType Type => declared ?? _inference.TypeOf(Summary.DistinctCount);

    public bool IsPersonal => isPersonal;

    public ColumnSummary Summary { get; } = new();

    public ColumnProfiler Fork() => new(column, declared, isPersonal);

    public void Join(ColumnProfiler other)
    {
        _inference.Join(other._inference);
        Summary.Join(other.Summary);
    }

    /// <param name="batch">The next rows.</param>
    /// <param name="targets">What is predicted in each of them.</param>
    /// <param name="areClasses">Targets are 0 or 1.</param>
    public void Observe(RecordBatch batch, ReadOnlySpan<double> targets, bool areClasses)
    {
        Reserve(batch.RowCount);
        var (numbers, missing, lengths) = (0, 0, LengthSum.None);
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (column.IsMissing(batch, row, out var value))
            {
                missing++;
                continue;
            }

            var hash = StableHash.Of(value);
            Summary.Distinct.Add(hash);
            var isNumber = Infer(value, out var number);
            if (isPersonal)
                continue;
            Summary.Frequent.Add(value, hash, targets[row]);
            lengths = lengths.Add(isNumber ? value.Length : Encoding.UTF8.GetCharCount(value));
            if (isNumber)
                Add(number, targets[row], areClasses, ref numbers);
            else if (MayBeTime && TimestampText.TryParse(value, out var ticks))
                Summary.Times = (Math.Min(Summary.Times.First, ticks), Math.Max(Summary.Times.Last, ticks));
        }

        Summary.Missing += missing;
        Summary.Count += batch.RowCount - missing;
        Summary.Moments = Summary.Moments.Add(Moments.Of(_numbers.AsSpan(0, numbers)));
        Summary.Lengths = Summary.Lengths.Add(lengths);
    }

    private bool MayBeTime => declared is null ? _inference.AreTimestamps : declared == DataType.Timestamp;

    /// <returns>Whether the column may be one of numbers, and this is one.</returns>
    private bool Infer(ReadOnlySpan<byte> value, out double number)
    {
        if (declared is null)
            return _inference.Add(value, out number);
        number = 0;
        return declared is DataType.Number or DataType.Integer && NumberText.TryParse(value, out number);
    }

    private void Add(double number, double target, bool areClasses, ref int count)
    {
        _numbers[count++] = number;
        Summary.Numbers.Add(number);
        if (!areClasses || double.IsNaN(target))
            return;
        Summary.Classified++;
        if (target == 1)
            Summary.PositiveNumbers.Add(number);
    }

    private void Reserve(int rows)
    {
        if (_numbers.Length < rows)
            _numbers = new double[rows * 2];
    }
}
