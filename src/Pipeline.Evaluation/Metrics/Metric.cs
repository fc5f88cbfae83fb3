using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

/// <summary>A metric of some rows, each of which occurs as often as its weight says; NaN where it is not defined.</summary>
internal delegate double RowStatistic(ReadOnlySpan<int> weights);

/// <summary>A way to say in one number how good answers are. Name and meaning are scikit-learn's.</summary>
internal abstract record Metric
{
    public required string Name { get; init; }

    /// <summary>Whose answers it measures.</summary>
    public abstract ModelTask Task { get; }

    public required bool HigherIsBetter { get; init; }

    /// <summary>No value is below it.</summary>
    public double Lowest { get; init; }

    /// <summary>No value is above it.</summary>
    public double Highest { get; init; } = 1;

    /// <summary>Prepares the metric for rows once, to be computed for many weights.</summary>
    public abstract RowStatistic On(JudgedSample rows);

    /// <summary>Why there is no value, as a clause; null where there is one.</summary>
    public string? Refuse(JudgedSample rows) => rows.Count == 0 ? "there are no rows" : RefuseSome(rows);

    /// <summary>How many rows the value rests on.</summary>
    public abstract int Samples(JudgedSample rows);

    /// <summary>Of each row once; NaN where <see cref="Refuse"/> has a reason.</summary>
    public double Of(JudgedSample rows) => On(rows)(Enumerable.Repeat(1, rows.Count).ToArray());

    private protected abstract string? RefuseSome(JudgedSample rows);
}

/// <summary>A metric of the answers of one task.</summary>
/// <typeparam name="TRows">The rows of that task.</typeparam>
internal sealed record Metric<TRows> : Metric
    where TRows : JudgedSample, ITaskRows
{
    public required Func<TRows, RowStatistic> Statistic { get; init; }

    /// <summary>Why rows have no value, as a clause; null where they have one. There is at least one row.</summary>
    public Func<TRows, string?> Lacks { get; init; } = _ => null;

    /// <summary>How many rows the value rests on: for recall, those that are positive in truth. All of them by default.</summary>
    public Func<TRows, int> RestsOn { get; init; } = x => x.Count;

    public override ModelTask Task => TRows.Task;

    public override RowStatistic On(JudgedSample rows) => Statistic((TRows)rows);

    public override int Samples(JudgedSample rows) => RestsOn((TRows)rows);

    private protected override string? RefuseSome(JudgedSample rows) => Lacks((TRows)rows);
}
