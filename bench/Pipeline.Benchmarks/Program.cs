using Pipeline.Benchmarks;
using Pipeline.Benchmarks.Bootstrap;
using Pipeline.Benchmarks.Containers;
using Pipeline.Benchmarks.Data;
using Pipeline.Benchmarks.Deployment;
using Pipeline.Benchmarks.Evaluation;
using Pipeline.Benchmarks.Gateway;
using Pipeline.Benchmarks.Hashing;
using Pipeline.Benchmarks.Journal;
using Pipeline.Benchmarks.Monitoring;
using Pipeline.Benchmarks.Packaging;
using Pipeline.Benchmarks.Runs;
using Pipeline.Benchmarks.Search;
using Pipeline.Benchmarks.Serving;
using Pipeline.Benchmarks.Training;

if (args is [PlainYarp.Word, .. var upstream])
    return await PlainYarp.RunAsync(upstream);

Benchmark[] all =
[
    AnalysisBenchmark.Entry,
    BootstrapBenchmark.Entry, ContainersBenchmark.Entry, CoverageBenchmark.Entry, DataBenchmark.Entry, DetectorsBenchmark.Entry,
    DriftBenchmark.Entry, DriftSimulationBenchmark.Entry, EstimatesBenchmark.Entry, EvaluationBenchmark.Entry,
    ExplainBenchmark.Entry,
    FeaturesBenchmark.Entry, GatewayBenchmark.Entry,
    HashingBenchmark.Entry,
    JournalBenchmark.Entry, JudgingBenchmark.Entry, JudgingSimulationBenchmark.Entry,
    LookBenchmark.Entry, MonitoringBenchmark.Entry, PackagingBenchmark.Entry,
    ParquetBenchmark.Entry, PeersBenchmark.Entry, PredictionLogBenchmark.Entry, RollbackBenchmark.Entry,
    RolloutBenchmark.Entry, RunsBenchmark.Entry, SearchBenchmark.Entry, SearchBenchmark.OneCore,
    .. SearchMethodsBenchmark.Entries, ServingBenchmark.Entry, SoakBenchmark.Entry, TrainingBenchmark.Entry,
];

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
return await new CommandLine(all, Console.Out, Console.Error).RunAsync(args, interrupted.Token);
