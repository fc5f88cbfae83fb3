using Pipeline.Core.Problems;
using Pipeline.Environments;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Performance;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Delivery.Monitoring;

/// <summary>Which of an environment's windows are judged.</summary>
internal sealed class WindowReading(WindowStore store, MonitoringSection section, TimeProvider clock)
{
    /// <summary>Of windows that are over, as many are read to judge the next one by.</summary>
    private const int MostWindows = 200;

    /// <summary>That of the model that answers now; where that cannot be known, of the one that answered last.</summary>
    /// <returns>Null without any window; and whether it is that of the model that answers now.</returns>
    public async Task<(WindowSeries? Series, bool IsLive)> FindSeriesAsync(
        EnvironmentDocument? environment, RegistrySession session, CancellationToken cancellationToken)
    {
        var ledger = await store.ReadLedgerAsync(cancellationToken);
        var closed = ledger.Windows.Where(x => x is { IsClosed: true, Series.IsShadow: false }).ToList();
        if (environment?.Find(environment.Stable)?.Version is { } version
            && await session.FindVersionAsync(version.Number, cancellationToken) is { } registered
            && closed.Exists(x => x.Series.Model == registered.Digest))
            return (new WindowSeries(registered.Digest, IsShadow: false), true);
        return (closed.MaxBy(x => x.To)?.Series, false);
    }

    /// <summary>
    /// The last windows that are over, oldest first; of a time length, those without traffic among them. Before them come the
    /// first ones of the series, where rules learn their limits from these.
    /// </summary>
    public async Task<IReadOnlyList<WindowDocument>> ReadAsync(
        WindowSeries series, IProgress<Problem> problems, CancellationToken cancellationToken)
    {
        var ledger = await store.ReadLedgerAsync(cancellationToken);
        List<WindowSpan> spans = [.. ledger.Windows.Where(x => x.Series == series && x.IsClosed).OrderBy(x => x.From)
            .Select(x => new WindowSpan(x.From.UtcTicks, x.To.UtcTicks))];
        var known = spans.Select(x => x.From).ToHashSet();
        if (section.Window.Time is { } length && spans.Count > 0)
            spans = [.. Filled(spans[0].From, length.Ticks, (clock.GetUtcNow() - section.Wait).UtcTicks)];
        var learned = (section.Rules ?? []).Max(x => x.Learned?.Windows) ?? 0;
        var first = Math.Max(learned, spans.Count - MostWindows);
        var windows = new List<WindowDocument>();
        foreach (var span in spans.Where((_, place) => place < learned || place >= first))
        {
            if (!known.Contains(span.From) && windows.Count > 0)
                windows.Add(WindowDocument.Without(windows[0], span.Begin, span.End));
            else if (await store.FindAsync(series, span.Begin, problems, cancellationToken) is { } window)
                windows.Add(await BesideShadowAsync(window, ledger, problems, cancellationToken));
        }

        return windows;
    }

    /// <summary>With what a shadow of the same time was measured to be beside it, so that rules can ask for that.</summary>
    private async Task<WindowDocument> BesideShadowAsync(
        WindowDocument window, WindowLedger ledger, IProgress<Problem> problems, CancellationToken cancellationToken)
    {
        foreach (var entry in ledger.Windows.Where(x => x is { Series.IsShadow: true, IsClosed: true } && x.From == window.From))
        {
            var shadow = await store.FindAsync(entry.Series, entry.From, problems, cancellationToken);
            if (shadow?.Champion is { } champion && champion.Model == window.Series.Model)
            {
                return window with
                {
                    Measurements = [.. window.Measurements, .. shadow.Measurements.Where(x => ShadowReading.IsOne(x.Name))],
                };
            }
        }

        return window;
    }

    private static IEnumerable<WindowSpan> Filled(long from, long length, long over)
    {
        for (; from + length <= over; from += length)
            yield return new WindowSpan(from, from + length);
    }
}
