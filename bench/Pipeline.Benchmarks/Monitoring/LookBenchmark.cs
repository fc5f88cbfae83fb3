using System.Diagnostics;
using System.Globalization;
using Pipeline.Benchmarks.Serving;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Fairness;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Replay;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Benchmarks.Monitoring;

/// <summary>
/// A whole look at a million new predictions with 20 inputs, a tenth of which have an outcome: read, joined, profiled, measured
/// with every metric of the task and its interval, and judged.
/// </summary>
internal sealed class LookBenchmark(TextWriter output, string folder)
{
    private const int Predictions = 1_000_000;
    private const int Known = 10_000;
    private const int Rounds = 3;

    private static readonly PerformanceOptions Options = new();

    private readonly string _log = Path.Combine(folder, "predictions");

    public static Benchmark Entry { get; } = new(
        "look", "a million predictions with 20 inputs: read, joined, profiled, measured and judged",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            folder => new LookBenchmark(output, folder).RunAsync(cancellationToken)));

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await new PredictionLogBenchmark(_log, Predictions).WriteAsync();
        var model = Model(cancellationToken);
        await output.WriteLineAsync(
            $"look: {Predictions} predictions, 20 inputs, one window; {Environment.ProcessorCount} threads");
        await output.WriteLineAsync($"{"",8}{"windows",10}{"rules",10}{"all",10}{"CPU",10}{"peak",10}");
        for (var round = 0; round < Rounds; round++)
        {
            var (used, began) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            var made = await MakeAsync(model, Path.Combine(folder, $"monitoring-{round}"), cancellationToken);
            var windows = Stopwatch.GetElapsedTime(began);
            var section = Section();
            var judged = new RuleJudge(section, model).Judge(made.Windows[0], []);
            _ = WatchedTraffic.RoundOf(judged);
            var all = Stopwatch.GetElapsedTime(began);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{"",8}{windows.TotalSeconds,8:0.00} s{(all - windows).TotalSeconds,8:0.00} s{all.TotalSeconds,8:0.00} s"
                + $"{(Environment.CpuUsage.TotalTime - used).TotalSeconds,8:0.00} s"
                + $"{Process.GetCurrentProcess().PeakWorkingSet64 / 1e6,7:0} MB"));
        }
    }

    private Task<WindowsMade> MakeAsync(WatchedModel model, string store, CancellationToken cancellationToken) =>
        new WindowMaker(new WindowStore(store), new KnownModels(model), Section(), new After())
        {
            Measurer = new RowsMeasurer(StandardMetrics.All, new FairnessSpec(), Options),
        }.MakeAsync(_log, [], new Progress<Problem>(), cancellationToken);

    private static MonitoringSection Section() => new()
    {
        Rules =
        [
            .. StandardRules.All,
            new MetricRule { Metric = "roc_auc", Criterion = new Criterion.NoWorseThan(MetricRule.Evaluation, 0.05) },
            new MetricRule { Metric = "estimated_roc_auc", Criterion = new Criterion.NoWorseThan(MetricRule.Evaluation, 0.05) },
            new MetricRule { Metric = "latency_p99", Criterion = new Criterion.AtMost(100) },
            new FairnessRule { Metric = "demographic_parity_difference", Criterion = new Criterion.AtMost(0.1) },
        ],
    };

    private static WatchedModel Model(CancellationToken cancellationToken)
    {
        var signature = new ModelSignature
        {
            Flavor = "mlnet",
            Task = ModelTask.BinaryClassification,
            Label = new ModelLabel.TwoClasses("label", "yes", "no"),
            Inputs =
            [
                .. PredictionLogBenchmark.Inputs.Select((name, place) => new ModelInput(
                    name, place < PredictionLogBenchmark.Numbers ? ColumnType.Number : ColumnType.Category, MayBeMissing: true)),
            ],
            Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
        };
        var random = new Random(2);
        var rows = Enumerable.Range(0, Known).Select(_ => PredictionLogBenchmark.Row(random)).ToList();
        var held = new PredictionRows
        {
            Task = signature.Task,
            Label = signature.Label,
            Decision = signature.Decision,
            Times = [],
            Answers = [[.. rows.Select(_ => random.NextDouble())]],
            Outcomes = [.. rows.Select(_ => (double)random.Next(2))],
            Weights = [.. rows.Select(_ => 1.0)],
        };
        return new WatchedModel
        {
            Digest = PredictionLogBenchmark.Model,
            Signature = signature,
            Protected = [PredictionLogBenchmark.Inputs[PredictionLogBenchmark.Numbers]],
            Reference = new ReferenceDocument
            {
                ModelDigest = PredictionLogBenchmark.Model,
                Rows = Known,
                InputProfiles =
                [
                    .. signature.Inputs.Select((input, place) => LoanTraffic.Profile(input, [.. rows.Select(x => x[place])])),
                ],
                OutputProfiles =
                [
                    LoanTraffic.Profile(
                        new ModelInput(ModelOutputs.Probability, ColumnType.Number, MayBeMissing: false),
                        [.. held.Answers[0].Select(LoggedValue.Of)]),
                ],
                Performance = LoanTraffic.Performance(held, Options, cancellationToken),
            },
        };
    }

    private sealed class After : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => PredictionLogBenchmark.Begin.AddDays(5);
    }
}
