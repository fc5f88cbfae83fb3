using Pipeline.Models.Predictions;

namespace Pipeline.Monitoring.Windows;

/// <summary>The windows of all series while a run looks at them: which ones a row may be in, and which ones are over.</summary>
internal sealed class LedgerBook
{
    private readonly WindowLength _length;
    private readonly WindowClock? _clock;
    private readonly long _over;
    private readonly Dictionary<WindowSeries, SortedList<long, LedgerWindow>> _series = [];

    /// <param name="ledger">Of earlier runs.</param>
    /// <param name="section">How long windows are, and what is waited for.</param>
    /// <param name="now">Windows that ended so long before are over.</param>
    public LedgerBook(WindowLedger ledger, MonitoringSection section, DateTimeOffset now)
    {
        (_length, _over) = (section.Window, (now - section.Wait).UtcTicks);
        _clock = section.Window.Time is { } time ? new WindowClock(time) : null;
        foreach (var entry in ledger.Windows)
            Add(new LedgerWindow(entry));
    }

    public IEnumerable<LedgerWindow> All => _series.OrderBy(x => x.Key.ToString(), StringComparer.Ordinal)
        .SelectMany(x => x.Value.Values);

    /// <summary>All of it has passed, as far as one waits.</summary>
    public bool IsOver(LedgerWindow window) => window.Span.To <= _over;

    /// <summary>The window of a time; a new one where there is none.</summary>
    public LedgerWindow Of(WindowSeries series, long ticks)
    {
        var windows = _series.TryGetValue(series, out var known) ? known : _series[series] = [];
        if (_clock is not null)
        {
            var span = _clock.Of(ticks);
            return windows.TryGetValue(span.From, out var window) ? window : Add(new LedgerWindow(series, span));
        }

        var place = windows.Count - 1;
        while (place >= 0 && windows.Keys[place] > ticks)
            place--;
        if (place >= 0 && windows.Values[place].Span.Holds(ticks))
            return windows.Values[place];

        // What is older than the first window, or lies in a gap, ends where the next begins.
        var end = place + 1 < windows.Count ? windows.Keys[place + 1] : long.MaxValue;
        return Add(new LedgerWindow(series, new WindowSpan(ticks, Math.Min(end, DateTime.MaxValue.Ticks))));
    }

    /// <summary>Of windows of so many rows: ends each as soon as it has them.</summary>
    public void Cut()
    {
        if (_length.Rows is not { } rows)
            return;
        foreach (var windows in _series.Values)
        {
            while (windows.Values[^1] is { IsClosed: false } open && open.Known + open.New >= rows
                && open.TryCut(rows) is { } next)
            {
                open.IsDirty = true;
                windows.Add(next.Span.From, next);
            }
        }
    }

    /// <summary>The windows that may have a prediction.</summary>
    public IEnumerable<LedgerWindow> Holding(PredictionId id) => All.Where(x => x.MayHold(id));

    /// <summary>Forgets windows that ended before a time.</summary>
    public void Trim(long before)
    {
        foreach (var windows in _series.Values)
        {
            while (windows.Count > 0 && windows.Values[0].Span.To < before)
                windows.RemoveAt(0);
        }
    }

    private LedgerWindow Add(LedgerWindow window)
    {
        if (!_series.TryGetValue(window.Series, out var windows))
            _series[window.Series] = windows = [];
        windows.Add(window.Span.From, window);
        return window;
    }
}
