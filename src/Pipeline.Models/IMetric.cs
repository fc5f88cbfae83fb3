using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Pipeline.Models;

/// <summary>
/// A way to say in one number how good a model's answers are, with intervals and gates like any other. A team's own is a public
/// class that has a constructor without parameters.
/// </summary>
public interface IMetric
{
    /// <summary>As gates and reports have it, in snake case: "expected_profit".</summary>
    string Name { get; }

    /// <summary>Whose answers it measures.</summary>
    ModelTask Task { get; }

    bool HigherIsBetter { get; }

    /// <summary>
    /// Zero is best, as of a bias, and what counts is the distance from it; <see cref="HigherIsBetter"/> is false then.
    /// Default: false.
    /// </summary>
    bool IsBestAtZero => false;

    /// <summary>No value is below it; an interval of which nothing is known begins there. No bound by default.</summary>
    double Lowest => double.MinValue;

    /// <summary>No value is above it. No bound by default.</summary>
    double Highest => double.MaxValue;

    /// <summary>
    /// The value of some rows, each counted as often as its weight says; NaN where it is not defined. It is asked for many
    /// weights, by many threads at once, and does not depend on the order of rows.
    /// </summary>
    /// <param name="rows">Truth and answers.</param>
    /// <param name="weights">For each row, 0 or more.</param>
    double Measure(MetricRows rows, ReadOnlySpan<int> weights);

    /// <summary>The same for one set of rows and many weights, where something can be prepared. By default nothing is.</summary>
    RowStatistic On(MetricRows rows) => weights => Measure(rows, weights);

    /// <summary>Why rows have no value, as a clause: "no row is positive". Null, the default, where they have one.</summary>
    /// <param name="rows">At least one.</param>
    string? Lacks(MetricRows rows) => null;

    /// <summary>How many rows the value rests on: for recall, those that are positive in truth. All of them by default.</summary>
    int Samples(MetricRows rows) => rows.Count;
}

/// <summary>What any metric comes to on rows that count once each.</summary>
public static class MetricValues
{
    /// <summary>Why there is no value, as a clause; null where there is one.</summary>
    public static string? Refuse(this IMetric metric, MetricRows rows)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count == 0 ? "there are no rows" : metric.Lacks(rows) ?? metric.Refuse(metric.Of(rows));
    }

    /// <summary>The same of a value that was measured already, for rows that lack nothing.</summary>
    public static string? Refuse(this IMetric metric, double value)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return double.IsFinite(value) ? null : $"'{metric.Name}' is not defined for them";
    }

    /// <summary>What a value of the metric is worth: of two values the greater one is the better one.</summary>
    public static double Worth(this IMetric metric, double value)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.IsBestAtZero ? -Math.Abs(value) : metric.HigherIsBetter ? value : -value;
    }

    /// <summary>NaN or infinite where <see cref="Refuse(IMetric, MetricRows)"/> has a reason.</summary>
    public static double Of(this IMetric metric, MetricRows rows)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(rows);
        return metric.On(rows)(Enumerable.Repeat(1, rows.Count).ToArray());
    }
}

/// <summary>A metric of some rows, each of which occurs as often as its weight says; NaN where it is not defined.</summary>
/// <param name="weights">For each row, 0 or more.</param>
public delegate double RowStatistic(ReadOnlySpan<int> weights);

/// <summary>What was true of some rows, and what a model answered.</summary>
/// <param name="Truth">
/// By row: the number, or the number of the class in the label's order; of two classes 1 for the positive one and 0 for the
/// other.
/// </param>
/// <param name="Answers">
/// By output that the task is judged by, then by row: the probability of the positive class, of each class, or the number.
/// </param>
/// <param name="Decision">What the answers come to.</param>
public sealed record MetricRows(
    ImmutableArray<double> Truth, ImmutableArray<ImmutableArray<double>> Answers, DecisionRule Decision)
{
    private readonly ConcurrentDictionary<Type, object> _forms = new();

    public int Count => Truth.Length;

    /// <summary>These rows in another form, such as sorted, which is made once for all metrics that ask for it.</summary>
    public TForm As<TForm>(Func<MetricRows, TForm> make)
        where TForm : class =>
        (TForm)_forms.GetOrAdd(typeof(TForm), _ => make(this));
}
