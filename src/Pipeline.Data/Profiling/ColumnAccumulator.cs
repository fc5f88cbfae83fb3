using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Data.Profiling;

/// <summary>
/// Sums up a column whose values come already read, as those of a prediction log do, to the same profile that the column of a
/// file has. The same values in the same order make the same profile.
/// </summary>
public sealed class ColumnAccumulator
{
    /// <summary>With more different numbers than are kept, which ones are frequent says nothing of them.</summary>
    private const int MostNumbers = FrequentItems.Capacity;

    private readonly ColumnProfile _named;
    private readonly ColumnSummary _summary = new();
    private Dictionary<double, long>? _numbers = [];
    private double[] _some = [];
    private long[] _counts = [];

    /// <param name="name">Of the column.</param>
    /// <param name="type">What its values mean.</param>
    /// <param name="isPersonal">Values leave no trace but counts.</param>
    public ColumnAccumulator(string name, DataType type, bool isPersonal = false) =>
        _named = new ColumnProfile { Name = name, Type = type, IsPersonal = isPersonal, Count = 0, Missing = 0 };

    /// <summary>Rows with a value so far.</summary>
    public long Count => _summary.Count;

    /// <summary>Rows without one.</summary>
    public long Missing => _summary.Missing;

    /// <param name="values">NaN is missing, and nothing is infinite.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        if (_some.Length < values.Length)
            _some = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            _some[count] = value;
            count += double.IsNaN(value) ? 0 : 1;
        }

        _summary.Count += count;
        _summary.Missing += values.Length - count;
        if (_named.IsPersonal)
            return;
        var numbers = _some.AsSpan(0, count);
        _summary.Numbers.Add(numbers);
        _summary.Moments = _summary.Moments.Add(Moments.Of(numbers));
        foreach (var number in numbers)
            _summary.Distinct.Add(Mixed(BitConverter.DoubleToUInt64Bits(number)));
        Tally(numbers);
    }

    /// <param name="names">Texts that some values are.</param>
    /// <param name="codes">For each value its place among the names; what is below 0 is missing.</param>
    public void Add(IReadOnlyList<string> names, ReadOnlySpan<int> codes)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (_counts.Length < names.Count)
            _counts = new long[names.Count];
        Array.Clear(_counts);
        var count = 0;
        foreach (var code in codes)
        {
            if (code < 0)
                continue;
            _counts[code]++;
            count++;
        }

        _summary.Count += count;
        _summary.Missing += codes.Length - count;
        if (_named.IsPersonal)
            return;
        for (var code = 0; code < names.Count; code++)
        {
            if (_counts[code] > 0)
                Tell(names[code], _counts[code]);
        }
    }

    /// <summary>Rows without a value.</summary>
    public void AddMissing(long rows) => _summary.Missing += rows;

    /// <summary>As if the other's values had come after these.</summary>
    public void Merge(ColumnAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _summary.Merge(other._summary);
        if (other._numbers is null)
            _numbers = null;
        foreach (var (number, count) in other._numbers ?? [])
            Tally(number, count);
    }

    public ColumnProfile ToProfile()
    {
        var summary = new ColumnSummary();
        summary.Merge(_summary);
        foreach (var (number, count) in _numbers ?? [])
            summary.Frequent.Merge(new FrequentItem(number.ToString("R", CultureInfo.InvariantCulture), count));
        if (_numbers is null)
            summary.Frequent.AddError(summary.Count);
        return SummaryText.Describe(summary, _named);
    }

    private void Tell(string name, long count)
    {
        _summary.Lengths = _summary.Lengths.Add(LengthSum.Of(count, name.Length, 0, (name.Length, name.Length)));
        _summary.Distinct.Add(StableHash.Of(Encoding.UTF8.GetBytes(name)));
        _summary.Frequent.Merge(new FrequentItem(name, count));
    }

    private void Tally(ReadOnlySpan<double> numbers)
    {
        foreach (var number in numbers)
        {
            if (_numbers is null)
                return;
            Tally(number, 1);
        }
    }

    private void Tally(double number, long count)
    {
        if (_numbers is null)
            return;
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, number, out _);
        known += count;
        if (_numbers.Count > MostNumbers)
            _numbers = null;
    }

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private static ulong Mixed(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
