using Pipeline.Models;

namespace TeamNamespace;

/// <summary>
/// What it earns to call every customer who the model says will leave, in euros for each customer that we have: a call costs
/// <see cref="Call"/>, and who would have left stays one time in four.
/// </summary>
public sealed class NetSaving : IMetric
{
    private const double Call = 5;
    private const double Kept = 0.25 * 200;

    public string Name => "net_saving";

    public ModelTask Task => ModelTask.BinaryClassification;

    public bool HigherIsBetter => true;

    public double Lowest => -Call;

    public double Highest => Kept - Call;

    public double Measure(MetricRows rows, ReadOnlySpan<int> weights)
    {
        var decision = (DecisionRule.Threshold)rows.Decision;
        var (saving, all) = (0.0, 0);
        for (var row = 0; row < rows.Count; row++)
        {
            if (decision.IsPositive(rows.Answers[0][row]))
                saving += weights[row] * ((Kept * rows.Truth[row]) - Call);
            all += weights[row];
        }

        return saving / all;
    }
}
