namespace Pipeline.Evaluation.Metrics;

/// <summary>A metric of some rows, each of which occurs as often as its weight says; NaN where it is not defined.</summary>
internal delegate double RowStatistic(ReadOnlySpan<int> weights);
