using System.Globalization;
using Pipeline.Evaluation.Gates;
using Pipeline.Evaluation.Metrics;

namespace Pipeline.Benchmarks.Evaluation;

/// <summary>
/// How often intervals hold the truth, tests of equal models reject, and groups are said to be bad that are not.
/// </summary>
internal static class JudgingSimulationBenchmark
{
    private const int Samples = 2000;

    public static Benchmark Entry { get; } = new(
        "judging-simulation", "coverage of intervals, errors of paired tests, false discoveries, by a known truth", RunAsync);

    private static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        string[] metrics =
        [
            "roc_auc", "average_precision", "log_loss", "brier_score_loss", "accuracy", "recall", "precision", "f1",
            "specificity", "balanced_accuracy", "matthews_corrcoef",
        ];
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"coverage of 95 % intervals, {Samples} samples of 500 rows, 1000 resamples"));
        var plan = new CoveragePlan(Samples, Customers: 500, MostRows: 1, DrawsCustomers: false);
        foreach (var (metric, covered) in SyntheticRows.Coverage(plan, metrics, cancellationToken))
            await output.WriteLineAsync($"  {metric,-28}{Shown(covered)}");

        var simulation = new JudgingSimulation(seed: 1, cancellationToken);
        await output.WriteLineAsync($"\ntwo models that are as good, {Samples} samples");
        await output.WriteLineAsync($"  {"",-28}{"rows",8}{"covered",10}{"p < 0.05",10}");
        foreach (var rows in new[] { 60, 200, 1000 })
        {
            foreach (var metric in new[] { "roc_auc", "accuracy", "brier_score_loss" })
            {
                var (covered, rejected) = simulation.Compare(metric, Samples, rows);
                await output.WriteLineAsync($"  {metric,-28}{rows,8}{Shown(covered)}{Shown(rejected)}");
            }
        }

        await output.WriteLineAsync($"\ngroups at a limit of 0.8 and, if any, groups at 0.6; {Samples} runs, rate 0.05");
        await output.WriteLineAsync($"  {"",-20}{"rows",6}{"good",6}{"bad",6}{"false",10}{"found",10}");
        foreach (var (rows, good, bad) in new[] { (60, 20, 0), (60, 15, 5), (200, 20, 0), (200, 15, 5), (200, 45, 5) })
        {
            foreach (var metric in new[] { "accuracy", "balanced_accuracy" })
            {
                var (wrong, found) = simulation.Discover(metric, Samples / (metric == "accuracy" ? 1 : 4), rows, good, bad);
                await output.WriteLineAsync($"  {metric,-20}{rows,6}{good,6}{bad,6}{Shown(wrong)}{Shown(found)}");
            }
        }
    }

    private static string Shown(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture).PadLeft(10);
}
