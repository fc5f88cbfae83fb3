using System.Globalization;
using Pipeline.Evaluation.Metrics;

namespace Pipeline.Benchmarks.Evaluation;

/// <summary>How often 95 % intervals of metrics hold the truth, where the truth is known; between 93 and 97 % is right.</summary>
internal static class CoverageBenchmark
{
    private const double Least = 0.93;
    private const double Most = 0.97;

    private static readonly (string Name, CoveragePlan Plan)[] Plans =
    [
        ("500 rows", new CoveragePlan(Samples: 1000, Customers: 500, MostRows: 1, DrawsCustomers: false)),
        ("200 customers, by customer", new CoveragePlan(Samples: 1000, Customers: 200, MostRows: 9, DrawsCustomers: true)),
        ("the same, by row (wrong)", new CoveragePlan(Samples: 1000, Customers: 200, MostRows: 9, DrawsCustomers: false)),
    ];

    public static Benchmark Entry { get; } = new(
        "coverage", "how often the intervals of metrics hold a known truth", RunAsync);

    private static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("coverage of 95 % intervals, 1,000 samples each, 1,000 resamples; * is not 93 to 97 %");
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{"",-28}{"roc_auc",12}{"accuracy",12}{"log_loss",12}{"f1",12}");
        foreach (var (name, plan) in Plans)
        {
            var coverage = SyntheticRows.Coverage(plan, cancellationToken);
            string[] names = ["roc_auc", "accuracy", "log_loss", "f1"];
            await output.WriteLineAsync($"{name,-28}{string.Concat(names.Select(x => Shown(coverage[x])))}");
        }
    }

    private static string Shown(double share)
    {
        var text = share.ToString("0.0 %", CultureInfo.InvariantCulture);
        return (share is >= Least and <= Most ? $"{text} " : $"{text}*").PadLeft(12);
    }
}
