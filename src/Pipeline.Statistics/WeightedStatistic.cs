namespace Pipeline.Statistics;

/// <summary>
/// Numbers that summarise a sample, one for each place in <paramref name="values"/>; NaN where one is not defined. It is called
/// by many threads at once.
/// </summary>
/// <param name="weights">How often each row of the sample occurs; zero for a row that was not drawn.</param>
/// <param name="values">To be filled. Numbers of one call are of the same rows, so that their differences are paired.</param>
public delegate void WeightedStatistic(ReadOnlySpan<int> weights, Span<double> values);
