using Pipeline.Core.Problems;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Splits;

/// <summary>
/// The last rows by time are for the test. Rows of one time stay together: those of the first test row's time are for the test,
/// so that every row to learn from is earlier than every row of the test. Times are timestamps, to 100 nanoseconds, or numbers.
/// </summary>
internal sealed class TimeSplitter(ColumnView column, double share) : DatasetSplitter, IRowObserver
{
    private readonly List<long> _times = [];
    private readonly ProblemList _problems = new();
    private bool? _areTimestamps;

    /// <summary>All numbers so far are whole and kept as such, since a double of nanoseconds since 1970 is off by 128.</summary>
    private bool _areWhole = true;

    public override IRowObserver Rows => this;

    public override IReadOnlyList<long> Times => _times;

    public void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        var moments = values.Moments();
        var numbers = values.Numbers();
        for (var (row, count) = (0, 0); row < batch.RowCount && _times.Count < MostRows; row++)
        {
            if (!values.HasNext(row, ref count))
                Refuse(batch, row, "none");
            else if (moments[count - 1] is { IsNone: false } moment)
                Add(moment.Ticks, isTimestamp: true, batch, row);
            else if (!double.IsNaN(numbers[count - 1]))
                Add(Ordered(values, count - 1), isTimestamp: false, batch, row);
            else
                Refuse(batch, row, "no timestamp and no number");
        }
    }

    protected override Validated<Split> Decide()
    {
        if (_problems.Problems.Count > 0)
            return Validated.Invalid<Split>(_problems.Problems);
        var ordered = _times.Order().ToArray();
        var first = _times.Count - (int)Math.Round(_times.Count * share, MidpointRounding.AwayFromZero);
        var isTest = first < ordered.Length ? _times.Select(x => x >= ordered[first]) : _times.Select(_ => false);
        return Validated.Valid(Split.Of(isTest));
    }

    private void Refuse(ColumnBatch batch, int row, string found)
    {
        _problems.Add(batch.Locate(row, column.Position).Problem($"The split is by time, and the row has {found} here."));
        _times.Add(0);
    }

    private void Add(long time, bool isTimestamp, ColumnBatch batch, int row)
    {
        if ((_areTimestamps ??= isTimestamp) != isTimestamp)
        {
            _problems.Add(batch.Locate(row, column.Position).Problem(
                "The split is by time, and some rows have a timestamp and others a number here; one of both is accepted."));
        }

        _times.Add(time);
    }

    /// <summary>The number as an integer in its order.</summary>
    private long Ordered(ColumnVector values, int index)
    {
        if (_areWhole && ValueKey.TryWhole(values[index], out var time))
            return time;
        if (_areWhole)
            Convert();
        return Ordered(values.Number(index));
    }

    /// <summary>There is a fraction, or more than 64 bits: from now on all are doubles.</summary>
    private void Convert()
    {
        _areWhole = false;
        for (var row = 0; row < _times.Count; row++)
            _times[row] = Ordered(_times[row]);
    }

    /// <summary>An integer that is in the order of the doubles.</summary>
    private static long Ordered(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        return bits < 0 ? long.MinValue - bits : bits;
    }
}
