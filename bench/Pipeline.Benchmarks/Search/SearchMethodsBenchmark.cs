using System.Globalization;
using Pipeline.Benchmarks.Training;
using Pipeline.Models.Documents;

namespace Pipeline.Benchmarks.Search;

/// <summary>
/// What a search by bayes finds beside one by random, at equal trials and for the same seeds: the best validation metric after
/// each trial. Rows are few so that many searches fit into minutes.
/// </summary>
internal sealed class SearchMethodsBenchmark(ReferenceData reference, string metric)
{
    private const int Seeds = 20;
    private const int Trials = 50;
    private const int MostRows = 1_500;

    private const string Space =
        "trees: {distribution: q_log_uniform_values, min: 5, max: 100}, "
        + "leaves: {distribution: q_log_uniform_values, min: 2, max: 128}, "
        + "learning-rate: {distribution: log_uniform_values, min: 0.005, max: 1}, "
        + "min-leaf: {distribution: q_log_uniform_values, min: 1, max: 200}, "
        + "booster.feature-fraction: {min: 0.2, max: 1.0}, "
        + "booster.l2: {distribution: log_uniform_values, min: 0.001, max: 100}";

    private static readonly int[] Shown = [5, 10, 15, 20, 30, 40, 50];

    private static readonly ReferenceData Electricity = new(
        "electricity",
        "binary-classification",
        """{path: electricity.csv, label: {column: class, positive: "1"}}""",
        "log_loss",
        new Dictionary<string, double>());

    /// <summary>One for each dataset.</summary>
    public static IReadOnlyList<Benchmark> Entries { get; } =
    [
        Entry(ReferenceData.All.Single(data => data.Name == "adult"), "roc_auc"),
        Entry(ReferenceData.All.Single(data => data.Name == "taxi"), "mean_absolute_error"),
        Entry(ReferenceData.All.Single(data => data.Name == "penguins"), "log_loss"),
        Entry(Electricity, "log_loss"),
    ];

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        using var data = await SearchedData.ReadAsync(reference, MostRows, cancellationToken);
        await output.WriteLineAsync(
            $"""
            {reference.Name}: best {metric} of light-gbm on a holdout, median of {Seeds} seeds; {data.Rows} rows

            {"after trials",-14}{string.Concat(Shown.Select(trial => $"{trial,9}"))}
            """);
        var curves = new Dictionary<string, double[][]>();
        var higherIsBetter = false;
        foreach (var method in new[] { "random", "bayes" })
        {
            var all = new double[Seeds][];
            for (var seed = 0; seed < Seeds; seed++)
            {
                var training = $"{{trainer: light-gbm, seed: {seed + 1}, search: {{method: {method}, metric: {metric}, "
                    + $"run_cap: {Trials}, validation: {{holdout: 0.3}}, parameters: {{{Space}}}}}}}";
                var search = await data.SearchAsync(training, Environment.ProcessorCount, cancellationToken);
                higherIsBetter = search.HigherIsBetter;
                all[seed] = Curve(search);
            }

            curves[method] = all;
            await output.WriteLineAsync(
                $"{method,-14}{string.Concat(Shown.Select(trial => $"{Text(Median(all, trial)),9}"))}");
        }

        double[] gains =
        [
            .. curves["bayes"].Zip(curves["random"], (bayes, random) =>
                (higherIsBetter ? 1 : -1) * (bayes[^1] - random[^1])),
        ];
        var signed = PairedTest.Of(gains);
        var even = Array.FindIndex([.. Enumerable.Range(1, Trials)], trial => higherIsBetter
            ? Median(curves["bayes"], trial) >= Median(curves["random"], Trials)
            : Median(curves["bayes"], trial) <= Median(curves["random"], Trials)) + 1;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""

            bayes is better for {signed.Better} seeds, worse for {signed.Worse}; sign test p = {signed.Sign:0.0000}
            Wilcoxon's signed ranks p = {signed.Ranks:0.0000} (both two-sided, exact)
            what random has after {Trials} trials, bayes has after {(even > 0 ? even : "more than " + Trials)}
            """));
    }

    private static Benchmark Entry(ReferenceData reference, string metric) => new(
        $"search-{reference.Name}",
        $"bayes beside random, on {reference.Name}: what {Trials} trials find, for {Seeds} seeds",
        (output, cancellationToken) => new SearchMethodsBenchmark(reference, metric).RunAsync(output, cancellationToken));

    /// <summary>The best after each trial.</summary>
    private static double[] Curve(SearchDocument search)
    {
        var best = search.HigherIsBetter ? double.NegativeInfinity : double.PositiveInfinity;
        return
        [
            .. search.Trials.Select(trial => best = trial.Value is not { } value ? best
                : search.HigherIsBetter ? Math.Max(best, value)
                : Math.Min(best, value)),
        ];
    }

    private static double Median(double[][] curves, int trial)
    {
        double[] sorted = [.. curves.Select(curve => curve[trial - 1]).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Text(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}

/// <summary>Whether paired differences are around 0, by tests that assume no distribution of them.</summary>
internal sealed record PairedTest(int Better, int Worse, double Sign, double Ranks)
{
    /// <param name="gains">Above 0 where the first is better.</param>
    public static PairedTest Of(IReadOnlyList<double> gains)
    {
        // Those that are no different say nothing, in either test (Conover 1999, sections 3.4 and 5.7).
        var moved = gains.Where(gain => gain != 0).OrderBy(Math.Abs).ToList();
        var better = moved.Count(gain => gain > 0);
        return new PairedTest(better, moved.Count - better, SignTest(better, moved.Count), RankTest(moved));
    }

    private static double SignTest(int better, int count)
    {
        var extreme = Math.Max(better, count - better);
        var (tail, ways) = (0.0, 1.0);
        for (var successes = 0; successes <= count; successes++)
        {
            tail += successes >= extreme ? ways : 0;
            ways = ways * (count - successes) / (successes + 1);
        }

        return Math.Min(1, 2 * tail / Math.Pow(2, count));
    }

    /// <summary>Every way to give signs to the ranks is as likely; ranks are doubled, so that ties have whole ones.</summary>
    private static double RankTest(List<double> ordered)
    {
        var ranks = ordered.ConvertAll(gain =>
            ordered.FindIndex(other => Math.Abs(other).Equals(Math.Abs(gain)))
            + ordered.FindLastIndex(other => Math.Abs(other).Equals(Math.Abs(gain))) + 2);
        var ways = new double[ranks.Sum() + 1];
        ways[0] = 1;
        foreach (var rank in ranks)
        {
            for (var sum = ways.Length - 1; sum >= rank; sum--)
                ways[sum] += ways[sum - rank];
        }

        var positive = ordered.Zip(ranks).Where(pair => pair.First > 0).Sum(pair => pair.Second);
        var extreme = Math.Max(positive, ways.Length - 1 - positive);
        return Math.Min(1, 2 * ways.Skip(extreme).Sum() / Math.Pow(2, ordered.Count));
    }
}
