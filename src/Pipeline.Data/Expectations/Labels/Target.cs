using System.Globalization;
using System.Text;
using Pipeline.Data.Values;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>The labels of sampled rows, as numbers or as classes by number.</summary>
internal sealed class Target
{
    private const int FewestRows = 100;
    private const int FewestOfClass = 10;

    private Target(IReadOnlyList<int> rows, IReadOnlyList<double> values, int classCount) =>
        (Rows, Values, ClassCount) = (rows, values, classCount);

    /// <summary>Which rows of the sample have a label that counts.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>For each of <see cref="Rows"/>.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>0 for numbers.</summary>
    public int ClassCount { get; }

    /// <summary>Why nothing can be said; null where something can.</summary>
    public string? Refusal =>
        Rows.Count < FewestRows
            ? string.Create(CultureInfo.InvariantCulture, $"{Rows.Count} rows have a label, and {FewestRows} are needed")
        : Values.Distinct().Count() < 2 ? "the label is the same everywhere"
        : ClassCount == 2 && Values.CountBy(x => x).Min(x => x.Value) is var rarest and < FewestOfClass
            ? string.Create(CultureInfo.InvariantCulture, $"{rarest} rows are of the rarer class, and {FewestOfClass} are needed")
        : null;

    public static Target OfNumbers(IReadOnlyList<SampledRow> sample)
    {
        var (rows, values) = (new List<int>(), new List<double>());
        for (var row = 0; row < sample.Count; row++)
        {
            if (!NumberText.TryParse(Encoding.UTF8.GetBytes(sample[row].Label), out var number))
                continue;
            rows.Add(row);
            values.Add(number);
        }

        return new Target(rows, values, 0);
    }

    /// <summary>Rows with one name are of one class.</summary>
    public static Target OfClasses(IReadOnlyList<SampledRow> sample)
    {
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        var values = new double[sample.Count];
        for (var row = 0; row < sample.Count; row++)
        {
            var name = sample[row].Label;
            classes.TryAdd(name, classes.Count);
            values[row] = classes[name];
        }

        return new Target([.. Enumerable.Range(0, sample.Count)], values, classes.Count);
    }
}
