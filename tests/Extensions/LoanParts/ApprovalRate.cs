using Pipeline.Models;

namespace LoanParts;

/// <summary>The share of applicants whose loan the model would not refuse.</summary>
public sealed class ApprovalRate : IMetric
{
    public string Name => "approval_rate";

    public ModelTask Task => ModelTask.BinaryClassification;

    public bool HigherIsBetter => true;

    public double Lowest => 0;

    public double Highest => 1;

    public double Measure(MetricRows rows, ReadOnlySpan<int> weights)
    {
        var (approved, all) = (0, 0);
        for (var row = 0; row < rows.Count; row++)
        {
            approved += rows.Answers[0][row] < 0.5 ? weights[row] : 0;
            all += weights[row];
        }

        return approved / (double)all;
    }
}
