namespace Pipeline.Evaluation.Metrics;

/// <summary>Without what a metric has no value.</summary>
internal enum MetricNeeds
{
    Rows,

    PositiveRows,

    BothClasses,
}
