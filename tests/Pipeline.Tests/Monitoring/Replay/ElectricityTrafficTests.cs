using System.Globalization;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Windows;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Replay;

/// <summary>The electricity market, whose concept drifts, through the log and all that looks at it.</summary>
public class ElectricityTrafficTests
{
    private static readonly PerformanceOptions Quick = new() { Resamples = 100 };

    [Fact]
    public async Task Replay_Decay_IsAlertedAndTheRightColumnsDrift()
    {
        IReadOnlyList<IMetric> metrics = [.. StandardMetrics.All.Where(x =>
            x.Task == ModelTask.BinaryClassification && x.Name == "roc_auc")];
        var cancellation = TestContext.Current.CancellationToken;
        var replay = ElectricityReplay.Of(Repository.Shared("data", "electricity.csv"), Quick, metrics, cancellation);
        using var folder = new TemporaryFolder();
        var traffic = new ElectricityTraffic(replay, TimeSpan.FromDays(28));
        var section = new MonitoringSection
        {
            Window = WindowLength.Parse("28d", CultureInfo.InvariantCulture),
            Rules = ElectricityTraffic.Rules,
        };
        var watched = new WatchedTraffic(folder["watched"], traffic.Model, section, metrics, Quick);

        await watched.ReplayAsync(traffic.Entries(), traffic.Begin, traffic.Windows, cancellation);

        var known = watched.Told.First(x => x.Rule == "roc_auc");
        known.Window.ShouldBeLessThanOrEqualTo(2);
        // By the outcomes of the window before, and so without having to wait for its own.
        var estimated = watched.Told.First(x => x.Rule == "estimated_roc_auc");
        (estimated.Window, estimated.Look).ShouldBe((known.Window, known.Look - 1));
        foreach (var (number, judged) in watched.Judged.Values.Index())
        {
            var drifted = judged.Drift!.Drifted.Select(x => x.Column).ToHashSet();
            foreach (var (column, isDrifted) in traffic.Truth(number).Where(x => x.Value is not null))
                drifted.Contains(column).ShouldBe(isDrifted!.Value, $"{column} of window {number}");
        }
    }
}
