using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Replay;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Benchmarks.Monitoring;

/// <summary>Faults planted into traffic, and a market whose concept drifts: what alerts, when, and what does not.</summary>
internal sealed class MonitoringBenchmark(TextWriter output, string folder)
{
    private const int Planted = 20;
    private const int Windows = 30;
    private const int Rows = 1000;
    private const int Learned = 14;

    private static readonly PerformanceOptions Options = new() { Resamples = 200 };

    public static Benchmark Entry { get; } = new(
        "monitoring", "faults planted into traffic, and the electricity market replayed: what alerts, and when",
        (output, cancellationToken) => Workspace.UseTemporaryAsync(
            folder => new MonitoringBenchmark(output, folder).RunAsync(cancellationToken)));

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await FaultsAsync(cancellationToken);
        await output.WriteLineAsync();
        var path = Path.Combine(Path.GetDirectoryName(RepositoryRoot.Path.TrimEnd('/'))!, "shared", "data", "electricity.csv");
        if (File.Exists(path))
            await ElectricityAsync(path, cancellationToken);
        else
            await output.WriteLineAsync($"{path} is not there");
    }

    private async Task FaultsAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(
            $"{Windows} days of {Rows} requests, 7 inputs, outcomes a day later; a fault from the day after {Planted} on");
        await output.WriteLineAsync("told: after so many days with it; before: alerts on days without it");
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{"fault",-54}{"rule and column",-34}{"told",5}{"before",8}  others");
        var model = LoanTraffic.Model(Options, cancellationToken);
        foreach (var (place, fault) in PlantedFault.All.Index())
        {
            var traffic = new WatchedTraffic(
                Path.Combine(folder, $"{place}"),
                model,
                new MonitoringSection { Rules = PlantedFault.Rules(Learned) },
                LoanTraffic.Metrics,
                Options);
            await traffic.ReplayAsync(
                LoanTraffic.Entries(100 + place, Windows, Rows, Planted, fault), LoanTraffic.Begin, Windows, cancellationToken);
            var own = traffic.Told.FirstOrDefault(x => IsOf(x, fault) && x.Window >= Planted);
            var others = traffic.Told.Where(x => !IsOf(x, fault) && x.Window >= Planted)
                .Select(x => Name(x.Rule, x.Column)).Distinct();
            var told = own is null ? "never" : (own.Look - Planted + 1).ToString(CultureInfo.InvariantCulture);
            await output.WriteLineAsync(
                $"{fault.Name,-54}{Name(fault.Rule, fault.Column),-34}{told,5}"
                + $"{traffic.Told.Count(x => x.Window < Planted),8}  {string.Join(", ", others)}");
        }
    }

    private async Task ElectricityAsync(string path, CancellationToken cancellationToken)
    {
        IReadOnlyList<IMetric> metrics = [.. StandardMetrics.All.Where(x =>
            x.Task == ModelTask.BinaryClassification && x.Name is "roc_auc" or "accuracy")];
        var replay = ElectricityReplay.Of(path, Options, metrics, cancellationToken);
        foreach (var length in (string[])["14d", "28d"])
        {
            var window = WindowLength.Parse(length, CultureInfo.InvariantCulture).Time!.Value;
            await ElectricityAsync(new ElectricityTraffic(replay, window), length, metrics, cancellationToken);
        }
    }

    private async Task ElectricityAsync(
        ElectricityTraffic traffic, string length, IReadOnlyList<IMetric> metrics, CancellationToken cancellationToken)
    {
        var section = new MonitoringSection
        {
            Window = WindowLength.Parse(length, CultureInfo.InvariantCulture),
            Rules = ElectricityTraffic.Rules,
        };
        var watched = new WatchedTraffic(Path.Combine(folder, length), traffic.Model, section, metrics, Options);
        await watched.ReplayAsync(traffic.Entries(), traffic.Begin, traffic.Windows, cancellationToken);
        await output.WriteLineAsync();
        await output.WriteLineAsync(
            $"electricity.csv: {traffic.Windows} windows of {length} from {Day(traffic.Begin)} on, outcomes half a window later");
        await output.WriteLineAsync();
        await output.WriteLineAsync(
            $"{"from",-12}{"roc_auc",9}{"estimated",11}  {"rule on it",-12}{"on the estimate",-17}drifted columns");
        var wrong = new List<string>();
        foreach (var (number, (from, judged)) in watched.Judged.Index())
        {
            var drifted = judged.Drift!.Drifted.Select(x => x.Column).ToHashSet();
            var truth = traffic.Truth(number);
            wrong.AddRange(truth.Where(x => x.Value is { } really && really != drifted.Contains(x.Key))
                .Select(x => $"{x.Key} in {Day(from)}"));
            await output.WriteLineAsync(
                $"{Day(from),-12}{Measured(judged, "roc_auc"),9}{Measured(judged, "estimated_roc_auc"),11}  "
                + $"{Verdict(judged, "roc_auc"),-12}{Verdict(judged, "estimated_roc_auc"),-17}"
                + string.Join(", ", truth.Keys.Where(drifted.Contains)));
        }

        await output.WriteLineAsync();
        await output.WriteLineAsync(
            $"columns whose values are clearly beyond the limit or within it, and were told otherwise: {wrong.Count}"
            + (wrong.Count > 0 ? $" ({string.Join(", ", wrong)})" : ""));
        await output.WriteLineAsync($"{"first told",-30}{"of the window of",-18}on");
        foreach (var told in watched.Told.DistinctBy(x => (x.Rule, x.Column)))
        {
            await output.WriteLineAsync(
                $"{Name(told.Rule, told.Column),-30}{Day(traffic.Begin + (told.Window * traffic.Window)),-18}"
                + Day(traffic.Begin + ((told.Look + 1) * traffic.Window)));
        }
    }

    private static bool IsOf(ToldAlert told, PlantedFault fault) => told.Rule == fault.Rule && told.Column == fault.Column;

    private static string Name(string rule, string? column) =>
        column is null || rule.EndsWith($"-{column}", StringComparison.Ordinal) ? rule : $"{rule}/{column}";

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Measured(JudgedWindow judged, string name) =>
        judged.Window.Measurements.First(x => x.Name == name).Value is MeasuredValue.Number(var value)
            ? value.ToString("0.000", CultureInfo.InvariantCulture)
            : "-";

    private static string Verdict(JudgedWindow judged, string rule) =>
        judged.Results.Single(x => x.Rule.Id == rule).Result.Verdict.Outcome.ToString();
}
