using System.Globalization;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>How often a column has its most frequent values, as far as a profile knows it.</summary>
public sealed class ValueCounts
{
    /// <summary>Standard deviations by which a count must be above what a sketch may have forgotten.</summary>
    private const double Sure = 4;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly DataType _type;

    public ValueCounts(ColumnProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        (_type, Total, Error) = (profile.Type, profile.Count, profile.FrequentError);
        foreach (var value in profile.Frequent)
        {
            var key = Key(value.Value);
            _counts[key] = _counts.GetValueOrDefault(key) + value.Count;
        }

        KnowsAll = Error == 0 && _counts.Values.Sum() == Total;
    }

    /// <summary>Of how many values.</summary>
    public long Total { get; }

    /// <summary>By value, all of them where <see cref="KnowsAll"/> says so, in no order.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Every value is in <see cref="Counts"/>, and counted exactly.</summary>
    public bool KnowsAll { get; }

    /// <summary>What a count may be short of, and how often a value that is not there may occur.</summary>
    public long Error { get; }

    /// <summary>
    /// Two columns in the same bins: the union of the values that are sure to be among the frequent ones of both, if they are
    /// there as often as in one of them, and one bin for all others. Where a profile leaves a count open, it is what differs
    /// least: a distance is never made by what was forgotten.
    /// </summary>
    /// <param name="reference">The bins are in the order of its counts.</param>
    /// <param name="current">The other.</param>
    /// <returns>By bin its value, null for that of all others, and the counts of both.</returns>
    public static (IReadOnlyList<string?> Names, IReadOnlyList<double> Reference, IReadOnlyList<double> Current) Paired(
        ValueCounts reference, ValueCounts current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        var (names, first, second) = (new List<string?>(), new List<double>(), new List<double>());
        var values = reference.Counts.Keys.Union(current.Counts.Keys)
            .OrderByDescending(x => reference.Counts.GetValueOrDefault(x))
            .ThenByDescending(x => current.Counts.GetValueOrDefault(x))
            .ThenBy(x => x, StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (!IsSure(value, reference, current) && !IsSure(value, current, reference))
                continue;
            var (then, now) = Closest(reference.RangeOf(value), current.RangeOf(value), current.Total / (double)reference.Total);
            names.Add(value);
            first.Add(then);
            second.Add(now);
        }

        if (!reference.KnowsAll || !current.KnowsAll || names.Count == 0)
        {
            names.Add(null);
            first.Add(Math.Max(0, reference.Total - first.Sum()));
            second.Add(Math.Max(0, current.Total - second.Sum()));
        }

        return (names, first, second);
    }

    private static bool IsSure(string value, ValueCounts of, ValueCounts other) =>
        of.Counts.TryGetValue(value, out var count)
        && IsAbove(count, of.Error) && IsAbove(count * (other.Total / (double)of.Total), other.Error);

    private static bool IsAbove(double count, long error) =>
        error == 0 || count > error + (Sure * Math.Sqrt(Math.Max(count, error)));

    private (double Low, double High) RangeOf(string value) =>
        _counts.TryGetValue(value, out var count) ? (count, count + Error) : (0, Error);

    private static (double Reference, double Current) Closest(
        (double Low, double High) reference, (double Low, double High) current, double scale)
    {
        if (reference.Low * scale > current.High)
            return (reference.Low, current.High);
        if (reference.High * scale < current.Low)
            return (reference.High, current.Low);
        var common = Math.Max(reference.Low * scale, current.Low);
        return (common / scale, common);
    }

    /// <summary>1.0 is 1, and yes is true: logs and files write the same value in their own ways.</summary>
    private string Key(string value) => _type switch
    {
        DataType.Number or DataType.Integer when double.TryParse(
            value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            (number == 0 ? 0.0 : number).ToString("R", CultureInfo.InvariantCulture),
        DataType.Boolean => value.ToUpperInvariant() switch
        {
            "1" or "T" or "TRUE" or "Y" or "YES" => "true",
            "0" or "F" or "FALSE" or "N" or "NO" => "false",
            _ => value,
        },
        _ => value,
    };
}
