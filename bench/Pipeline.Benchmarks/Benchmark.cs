namespace Pipeline.Benchmarks;

/// <summary>
/// A measurement with a name; it writes its table, of at most 80 columns, and reads no clock but the stopwatch.
/// </summary>
internal sealed record Benchmark(string Name, string Summary, Func<TextWriter, CancellationToken, Task> RunAsync);
