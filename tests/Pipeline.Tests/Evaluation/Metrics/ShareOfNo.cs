using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>A metric as a team would write it: of all rows, the share that is answered with no.</summary>
internal sealed class ShareOfNo : IMetric
{
    public string Name => "share_of_no";

    public ModelTask Task => ModelTask.BinaryClassification;

    public bool HigherIsBetter => false;

    public double Lowest => 0;

    public double Highest => 1;

    public double Measure(MetricRows rows, ReadOnlySpan<int> weights)
    {
        var (no, all) = (0, 0);
        for (var row = 0; row < rows.Count; row++)
        {
            no += rows.Answers[0][row] < 0.5 ? weights[row] : 0;
            all += weights[row];
        }

        return no / (double)all;
    }
}
