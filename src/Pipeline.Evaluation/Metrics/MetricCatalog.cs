using Pipeline.Core.Problems;
using Pipeline.Evaluation.Gates;
using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>The metrics that are measured of each task, in the order of reports: the first is the one that sums it up.</summary>
internal sealed class MetricCatalog
{
    private readonly IReadOnlyList<IMetric> _all;

    /// <exception cref="ArgumentException">Two metrics of a task have one name.</exception>
    public MetricCatalog(IReadOnlyList<IMetric> metrics)
    {
        _all = metrics;
        if (_all.CountBy(metric => (metric.Task, metric.Name)).FirstOrDefault(x => x.Value > 1) is { Value: > 1 } twice)
            throw new ArgumentException($"Two metrics have the name '{twice.Key.Name}'.", nameof(metrics));
    }

    public IReadOnlyList<IMetric> Of(ModelTask task) => [.. _all.Where(x => x.Task == task)];

    /// <summary>Null for a name that no metric of the task has.</summary>
    public IMetric? Find(ModelTask task, string name) => _all.FirstOrDefault(x => x.Task == task && x.Name == name);

    /// <summary>These, and behind them what gates set of them.</summary>
    public MetricCatalog With(ModelTask task, IEnumerable<GateSpec> gates)
    {
        var made = gates.OfType<MetricGate>().DistinctBy(gate => gate.Measured)
            .Where(gate => gate.Parameter is not null && Find(task, gate.Measured) is null && Refuse(task, gate) is null)
            .Select(gate => Made((ILaneMetric)Find(task, gate.Name)!, gate));
        return new MetricCatalog([.. _all, .. made]);
    }

    private static IMetric Made(ILaneMetric metric, MetricGate gate) =>
        ((ILaneMetric)metric.Parameter!.Make(gate.Parameter!.Value.Value)).Called(gate.Measured);

    /// <summary>What a gate sets that its metric does not have; null where there is nothing wrong.</summary>
    public (string Name, string Sentence, string Hint)? Refuse(ModelTask task, MetricGate gate)
    {
        if (Find(task, gate.Name) is not { } metric)
            return null;
        var own = (metric as ILaneMetric)?.Parameter?.Name;
        if (gate.Parameters.FirstOrDefault(x => x.Name != own) is not { Name: { } stray })
            return null;
        var others = _all.OfType<ILaneMetric>().Where(x => x.Task == task && x.Parameter is not null)
            .Select(x => $"{x.Name} has {x.Parameter!.Name}");
        return (stray, $"'{gate.Name}' has no '{stray}'.", $"Of the metrics, {string.Join(", ", others)}.");
    }

    /// <summary>The tasks that have a metric of this name.</summary>
    public IReadOnlyList<ModelTask> Tasks(string name) => [.. _all.Where(x => x.Name == name).Select(x => x.Task)];

    /// <summary>That a name is no metric of a task.</summary>
    public Problem Unknown(string name, ModelTask task, SourceLocation place) => place.Problem(
        Tasks(name) is { Count: > 0 } tasks
            ? $"'{name}' measures {string.Join(" and ", tasks.Select(x => TaskKind.Of(x).Words))}, and the task is "
                + $"{TaskKind.Of(task).Words}."
            : $"There is no metric '{name}'.",
        Hint(name, task));

    /// <summary>What to write instead of a name that is not known.</summary>
    /// <param name="name">As it was written.</param>
    /// <param name="task">Whose metrics there are; null for those of all.</param>
    public string Hint(string name, ModelTask? task = null)
    {
        var names = _all.Where(x => task is null || x.Task == task).Select(x => x.Name).Distinct().ToList();
        var known = $"Known metrics: {string.Join(", ", names)}.";
        return NearestNames.Question(name, names) is { } near ? $"{near} {known}" : known;
    }
}
