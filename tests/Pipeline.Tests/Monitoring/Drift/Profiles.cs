using System.Globalization;
using System.Text;
using Pipeline.Data.Profiling;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Drift;

/// <summary>Profiles of values in memory, as the profile maker has them.</summary>
internal static class Profiles
{
    /// <param name="name">Of the column.</param>
    /// <param name="values">NaN is a missing one.</param>
    public static ColumnProfile OfNumbers(string name, params double[] values)
    {
        var numbers = values.Where(double.IsFinite).ToArray();
        var summary = Counted(numbers.Select(x => x.ToString("R", CultureInfo.InvariantCulture)), values.Length - numbers.Length);
        summary.Numbers.Add(numbers);
        summary.Moments = Moments.Of(numbers);
        return SummaryText.Describe(summary, Named(name, DataType.Number));
    }

    /// <param name="name">Of the column.</param>
    /// <param name="values">Null is a missing one.</param>
    /// <param name="type">Of the column.</param>
    public static ColumnProfile OfTexts(string name, IReadOnlyCollection<string?> values, DataType type = DataType.Category) =>
        SummaryText.Describe(Counted(values.OfType<string>(), values.Count(x => x is null)), Named(name, type));

    private static ColumnProfile Named(string name, DataType type) =>
        new() { Name = name, Type = type, Count = 0, Missing = 0 };

    private static ColumnSummary Counted(IEnumerable<string> values, int missing)
    {
        var summary = new ColumnSummary { Missing = missing };
        foreach (var value in values)
        {
            var bytes = Encoding.UTF8.GetBytes(value);
            var hash = StableHash.Of(bytes);
            summary.Count++;
            summary.Distinct.Add(hash);
            summary.Frequent.Add(bytes, hash);
            summary.Lengths = summary.Lengths.Add(value.Length);
        }

        return summary;
    }
}
