using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Alerts;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Delivery.Monitoring;

/// <summary>Puts together what is known of a model in an environment, for whoever shows it.</summary>
internal sealed class MonitorDocumentMaker(ModelName name, WindowLength length)
{
    private const int MostShown = 100;

    /// <param name="environment">Where it answers.</param>
    /// <param name="model">That answers now.</param>
    /// <param name="look">Its windows, and what is known beside them.</param>
    /// <param name="book">Alerts with the verdicts on these windows.</param>
    /// <param name="made">What this run made of the log.</param>
    public MonitorDocument Make(
        string environment, WatchedModel model, Look look, AlertBook book, WindowsMade made)
    {
        var shown = look.Windows.TakeLast(MostShown).ToList();
        var last = shown.LastOrDefault(x => x.Drift is not null && x.Window.Rows > 0);
        return new MonitorDocument
        {
            Model = name,
            Version = model.Version,
            Environment = environment,
            At = look.At,
            Length = $"{length}",
            Windows = [.. shown.Select(Of)],
            Rules = [.. look.Last.Select(x => new MonitoredRule(x.Rule.Id, x.Result) { Series = x.Series })],
            Drift = last?.Drift,
            DriftOverTime = (last?.Drift?.Columns ?? []).ToDictionary(
                x => x.Column,
                x => (IReadOnlyList<DriftPoint?>)
                    [.. shown.Select(y => DriftPoint.Of(y.Drift?.Columns.FirstOrDefault(z => z.Column == x.Column)))]),
            Alerts = book.Open,
            UnknownOutcomes = made.UnknownOutcomes,
            LateOutcomes = made.LateOutcomes,
            Notes = shown.Count == 0 ? [] : shown[^1].Window.Notes,
        };
    }

    private static MonitoredWindow Of(JudgedWindow judged) => new()
    {
        From = judged.Window.From,
        To = judged.Window.To,
        Predictions = judged.Window.Predictions,
        Outcomes = judged.Window.Outcomes.Matched,
        RefusedRequests = judged.Window.RefusedRequests,
        Revisions = judged.Window.Revisions,
        Faults = FaultShares.Of(judged.Window),
        Measurements = MonitoredWindow.Shown(WindowFigures.Of(judged.Window, judged.Drift), judged.Results),
        Worst = judged.Results.Select(x => x.Result.Verdict.Outcome).DefaultIfEmpty(Outcome.Skipped).Max(),
    };
}
