using Pipeline.Models;

namespace TeamNamespace;

/// <summary>The share of parcels that arrive within <see cref="Hours"/> of when the model said they would.</summary>
public sealed class WithinHours : IMetric
{
    private const double Hours = 6;

    public string Name => "within_6_hours";

    public ModelTask Task => ModelTask.Regression;

    public bool HigherIsBetter => true;

    public double Lowest => 0;

    public double Highest => 1;

    public double Measure(MetricRows rows, ReadOnlySpan<int> weights)
    {
        var (close, all) = (0, 0);
        for (var row = 0; row < rows.Count; row++)
        {
            close += Math.Abs(rows.Answers[0][row] - rows.Truth[row]) <= Hours ? weights[row] : 0;
            all += weights[row];
        }

        return close / (double)all;
    }
}
