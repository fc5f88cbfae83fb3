using System.Runtime.InteropServices;
using Pipeline.Models.Predictions;

namespace Pipeline.Monitoring.Windows;

/// <summary>One reading of a log: batches to windows, and what came true beside them.</summary>
/// <param name="models">That the log may name.</param>
/// <param name="join">Of predictions of collected windows; a prediction that was there before is none.</param>
internal sealed class WindowPass(IWatchedModels models, FeedbackJoin join)
{
    private readonly Dictionary<LedgerWindow, WindowTally> _tallies = [];
    private readonly Dictionary<WindowSeries, WatchedModel?> _models = [];
    private readonly Dictionary<LedgerWindow, List<int>> _rows = [];
    private readonly List<int> _taken = [];
    private readonly List<int> _places = [];

    public IReadOnlyDictionary<LedgerWindow, WindowTally> Tallies => _tallies;

    /// <summary>All that was read, of whatever prediction.</summary>
    public List<KnownOutcome> Outcomes { get; } = [];

    /// <param name="batch">The next one.</param>
    /// <param name="find">The window of a row; null for a row that is none of this pass's.</param>
    /// <param name="collects">Whether a window is collected, and not only known to have rows.</param>
    /// <param name="met">Told of rows by window.</param>
    /// <param name="cancellationToken">Ends the search for a model.</param>
    public async ValueTask AddAsync(
        PredictionBatch batch,
        Func<WindowSeries, long, LedgerWindow?> find,
        Func<LedgerWindow, bool> collects,
        Action<LedgerWindow, PredictionBatch, List<int>>? met,
        CancellationToken cancellationToken)
    {
        foreach (var feedback in batch.Feedback)
            Outcomes.Add(new KnownOutcome(feedback.Id, default, feedback.Outcome, feedback.Time.UtcTicks));
        Divide(batch, find);
        foreach (var (window, rows) in _rows)
        {
            if (rows.Count == 0)
                continue;
            met?.Invoke(window, batch, rows);
            if (collects(window))
                Collect(await TallyAsync(window, cancellationToken), batch, rows);
            rows.Clear();
        }

        foreach (var refusals in batch.Refusals)
        {
            var window = find(new WindowSeries(refusals.Model.Digest, IsShadow: false), refusals.Time.UtcTicks);
            if (window is not null && collects(window))
                (await TallyAsync(window, cancellationToken)).Add(refusals);
        }
    }

    private void Divide(PredictionBatch batch, Func<WindowSeries, long, LedgerWindow?> find)
    {
        if (batch.Count == 0)
            return;
        var digest = batch.Model!.Digest;
        var ofRoutes = batch.Routes.Select(x => new WindowSeries(digest, x == PredictionRoutes.Shadow)).ToArray();
        var (current, last, rows) = (default(LedgerWindow), -1, default(List<int>));
        for (var row = 0; row < batch.Count; row++)
        {
            var (route, time) = (batch.RouteCodes[row], batch.Times[row]);
            if (current is null || route != last || !current.Span.Holds(time))
            {
                (current, last) = (find(ofRoutes[route], time), route);
                if (current is null)
                    continue;
                if (!_rows.TryGetValue(current, out rows))
                    _rows[current] = rows = [];
            }

            rows!.Add(row);
        }
    }

    private void Collect(WindowTally tally, PredictionBatch batch, List<int> rows)
    {
        _taken.Clear();
        _places.Clear();
        foreach (var row in rows)
        {
            var key = batch.Keys.IsEmpty ? default : batch.Keys[row];
            if (!join.TryAdd(batch.Ids[row], batch.Times[row], key, out var place))
                continue;
            _taken.Add(row);
            _places.Add(place);
        }

        if (_taken.Count > 0)
            tally.Add(batch, CollectionsMarshal.AsSpan(_taken), _places);
    }

    private async ValueTask<WindowTally> TallyAsync(LedgerWindow window, CancellationToken cancellationToken)
    {
        if (_tallies.TryGetValue(window, out var tally))
            return tally;
        if (!_models.TryGetValue(window.Series, out var model))
            _models[window.Series] = model = await models.FindAsync(window.Series.Model, cancellationToken);
        return _tallies[window] = new WindowTally(window.Series, window.Span, model);
    }
}
