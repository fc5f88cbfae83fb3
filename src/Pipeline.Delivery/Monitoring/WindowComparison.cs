using System.Globalization;
using Pipeline.Core.Problems;
using Pipeline.Delivery.Reports;
using Pipeline.Monitoring.Drift;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Delivery.Monitoring;

/// <summary>How far the traffic of an environment in two times is from each other, column by column.</summary>
internal sealed class WindowComparison(DeliveryRequest request, ModelPlace place, EnvironmentsFile file)
{
    /// <param name="times">Months, days or moments, the earlier one as the reference.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ShowAsync(IReadOnlyList<ComparedTime> times, CancellationToken cancellationToken)
    {
        var environment = file.SelectOne(request.Environment);
        var store = new WindowStore(file.Site(environment, place.Name).Folder.Monitoring);
        var ledger = await store.ReadLedgerAsync(cancellationToken);
        var (found, counts) = (new List<WindowDocument>(), new List<string>());
        foreach (var time in times)
        {
            var entries = Entries(ledger, time);
            var windows = new List<WindowDocument>();
            foreach (var entry in entries)
            {
                if (await store.FindAsync(entry.Series, entry.From, cancellationToken) is { } window)
                    windows.Add(window);
            }

            if (windows.Count == 0)
            {
                throw new InvalidInputException([new Problem(
                    $"{environment} of {place.Name} has no window at {time}.", Known(ledger))]);
            }

            found.Add(WindowMerge.Of(windows));
            counts.Add(Words(time, windows.Count, found[^1].Rows));
        }

        var report = DriftDetector.Compare(
            [.. found[0].InputProfiles, .. found[0].OutputProfiles],
            [.. found[1].InputProfiles, .. found[1].OutputProfiles],
            new DriftDetectionOptions());
        request.Face.Write([$"{environment} of {place.Name}: {counts[0]} and {counts[1]}"]);
        request.Face.Write(MonitorTables.OfDrift(report));
    }

    /// <summary>
    /// The windows that begin in a time, of the model that answered most in it; where none does, the one that it is in.
    /// </summary>
    private static IReadOnlyList<LedgerEntry> Entries(WindowLedger ledger, ComparedTime time)
    {
        var closed = ledger.Windows.Where(x => x.IsClosed && !x.Series.IsShadow).ToList();
        var within = closed.Where(x => x.From >= time.From && x.From < time.To).GroupBy(x => x.Series)
            .MaxBy(x => x.Sum(y => y.Rows));
        if (within is not null)
            return [.. within];
        var around = closed.Where(x => x.From <= time.From && time.From < x.To).MaxBy(x => x.Rows);
        return around is null ? [] : [around];
    }

    private static string Words(ComparedTime time, int windows, long rows) => string.Create(
        CultureInfo.InvariantCulture, $"{time} ({windows} window{(windows == 1 ? "" : "s")}, {rows} rows)");

    private static string Known(WindowLedger ledger)
    {
        var closed = ledger.Windows.Where(x => x.IsClosed && !x.Series.IsShadow).ToList();
        return closed.Count == 0
            ? "It has none yet; run Monitor."
            : $"There are {closed.Count}, from {Moment(closed.Min(x => x.From))} to {Moment(closed.Max(x => x.To))}.";
    }

    private static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
