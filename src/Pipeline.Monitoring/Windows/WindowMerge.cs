using Pipeline.Data.Profiling;
using Pipeline.Models.Documents;
using Pipeline.Models.Predictions;

namespace Pipeline.Monitoring.Windows;

/// <summary>Windows of one series as one: months are merges of days.</summary>
public static class WindowMerge
{
    /// <summary>
    /// Counts add up, means and deviations are exact, sketches merge. What was measured of rows (performance, fairness) is of
    /// single windows, and is left out.
    /// </summary>
    /// <param name="windows">At least one, of one series.</param>
    /// <exception cref="FormatException">A sketch is damaged.</exception>
    public static WindowDocument Of(IReadOnlyList<WindowDocument> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Select(x => x.Series).Distinct().Count() != 1)
            throw new ArgumentException("Windows of one series are merged.", nameof(windows));
        var last = windows.MaxBy(x => x.From)!;
        return new WindowDocument
        {
            Series = last.Series,
            Model = last.Model,
            Version = last.Version,
            From = windows.Min(x => x.From),
            To = windows.Max(x => x.To),
            Revisions = [.. windows.SelectMany(x => x.Revisions).Distinct().Order()],
            Rows = windows.Sum(x => x.Rows),
            Predictions = windows.Sum(x => x.Predictions),
            InputProfiles = Profiles(windows, x => x.InputProfiles),
            OutputProfiles = Profiles(windows, x => x.OutputProfiles),
            Latency = windows.Select(x => x.Latency).Aggregate(Merge),
            Faults =
            [
                .. windows.SelectMany(x => x.Faults).GroupBy(x => x.Column, StringComparer.Ordinal)
                    .OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => new ColumnFaults(
                        x.Key, x.Sum(y => y.Unseen), x.Sum(y => y.OutOfRange), x.Sum(y => y.TypeFaults), x.Sum(y => y.Absent))),
            ],
            RefusedRequests = windows.Sum(x => x.RefusedRequests),
            Outcomes = windows.Select(x => x.Outcomes).Aggregate(new FeedbackCounts(), (x, y) => x + y),
        };
    }

    /// <summary>By column in the order of the last window; rows of a window that does not have it miss it.</summary>
    private static List<ColumnProfile> Profiles(
        IReadOnlyList<WindowDocument> windows, Func<WindowDocument, IReadOnlyList<ColumnProfile>> of)
    {
        var names = windows.Reverse().SelectMany(of).Select(x => x.Name).Distinct(StringComparer.Ordinal);
        return
        [
            .. names.Select(name =>
            {
                var merged = windows.SelectMany(of).Where(x => x.Name == name).Aggregate(Merge);
                var absent = windows.Where(x => of(x).All(y => y.Name != name)).Sum(x => x.Rows);
                return merged with { Missing = merged.Missing + absent };
            }),
        ];
    }

    /// <summary>A profile of nothing changes nothing.</summary>
    private static ColumnProfile Merge(ColumnProfile first, ColumnProfile second) =>
        second.Count + second.Missing == 0 ? first
        : first.Count + first.Missing == 0 ? second
        : ProfileFigures.Merge(first, second);
}
