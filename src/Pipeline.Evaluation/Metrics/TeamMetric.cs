using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>A metric of a team's own among those of the toolkit.</summary>
internal sealed record TeamMetric : Metric
{
    private readonly IMetric _metric;

    private TeamMetric(IMetric metric) => _metric = metric;

    public override ModelTask Task => _metric.Task;

    public static Metric Of(IMetric metric) => new TeamMetric(metric)
    {
        Name = metric.Name,
        HigherIsBetter = metric.HigherIsBetter,
        Lowest = metric.Lowest,
        Highest = metric.Highest,
    };

    public override RowStatistic On(JudgedSample rows) => weights => _metric.Measure(rows.Raw, weights);

    public override int Samples(JudgedSample rows) => rows.Count;

    private protected override string? RefuseSome(JudgedSample rows) =>
        double.IsFinite(Of(rows)) ? null : $"'{Name}' is not defined for them";
}
