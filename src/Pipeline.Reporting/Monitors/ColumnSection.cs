using Pipeline.Core.Checks;
using Pipeline.Monitoring;
using Pipeline.Monitoring.Drift;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Monitors;

/// <summary>Column by column: what values were like then and now, and how far they were apart from window to window.</summary>
internal static class ColumnSection
{
    private const int MostOpen = 3;
    private const int MostDrawn = 80;
    private const int MostListed = 500;

    public static ReportSection Of(MonitorDocument document, WindowSeries series)
    {
        if (document.Drift is not { } drift)
            return new ReportSection("columns", "Columns", null);
        var columns = drift.Columns.OrderByDescending(x => x.IsDrifted).ThenByDescending(x => x.IsCompared)
            .ThenByDescending(Excess).ToList();
        var drawn = columns.Where(x => x.IsCompared || x.Bins.Count > 0).Take(MostDrawn).ToList();
        var left = columns.Count - drawn.Count;
        return new ReportSection(
            "columns",
            "Inputs and answers",
            $"What the model learned from, and the last window that has rows: {drift.Drifted.Count()} of {drift.Compared} "
            + $"columns drift.{(left > 0 ? $" {left} that are not compared, or too many to draw, are in the table alone." : "")}")
        {
            Grids = [Grid(columns) with { Folded = $"All {columns.Count} columns as a table" }],
            Folds = [.. drawn.Select((x, at) => Fold(x, at, document, series))],
        };
    }

    /// <summary>How far beyond its limit; the first to look at is the greatest.</summary>
    private static double Excess(ColumnDrift column) => column switch
    {
        { Judged: null } or { Limit: null } => 0,
        { LimitsPValue: true } => column.Limit.Value / Math.Max(column.Judged.Value, 1e-300),
        _ => column.Judged.Value / Math.Max(column.Limit.Value, 1e-12),
    };

    private static ReportFold Fold(ColumnDrift column, int place, MonitorDocument document, WindowSeries series)
    {
        List<ReportFigure?> figures = [Overlay(column, place), OverTime(column, place, document, series)];
        return new ReportFold(column.Column, Note(column), [.. figures.OfType<ReportFigure>()])
        {
            Tag = RuleSection.Tag(column.Verdict.Outcome),
            IsOpen = place < MostOpen,
        };
    }

    private static string Note(ColumnDrift column) => column switch
    {
        { IsDrifted: true } => "drifts",
        { IsCompared: true } => "as it was",
        _ => RuleSection.Word(column.Verdict.Outcome),
    };

    private static ReportFigure? Overlay(ColumnDrift column, int place)
    {
        var name = $"column-{place + 1}";
        return column.Bins switch
        {
            [] => null,
            [{ Low: not null, High: not null }, ..] bins => new ReportFigure(name, Ranges(column, bins), Caption(column, bins)),
            var bins => new ReportFigure(name, Values(column, bins), Caption(column, [])),
        };
    }

    /// <summary>The outermost ranges have all that lies beyond, and are drawn as wide as the others.</summary>
    private static XyPlot Ranges(ColumnDrift column, IReadOnlyList<DriftBin> bins)
    {
        List<double> inner = [.. bins.Skip(1).Select(x => x.Low!.Value)];
        var width = inner.Count > 1
            ? (inner[^1] - inner[0]) / (inner.Count - 1)
            : Math.Max(1e-9, Math.Abs(inner.FirstOrDefault(1)));
        List<double> edges = inner.Count == 0
            ? [bins[0].Low!.Value, bins[0].High!.Value]
            : [inner[0] - width, .. inner, inner[^1] + width];
        return new XyPlot
        {
            Title = "Then and now",
            Description = column.Verdict.Reason,
            X = column.Column,
            Y = "share of the values",
            XEnds = edges[0] < edges[^1] ? (edges[0], edges[^1]) : null,
            Height = 170,
            Marks =
            [
                new PlotMark.Bars(edges, [.. bins.Select(x => x.Reference)])
                {
                    Style = "c0",
                    IsOver = true,
                    Name = $"reference ({Figure.OfWhole(column.ReferenceSamples)})",
                },
                new PlotMark.Bars(edges, [.. bins.Select(x => x.Current)])
                {
                    IsOver = true,
                    Name = $"now ({Figure.OfWhole(column.Samples)})",
                },
            ],
        };
    }

    private static RowPlot Values(ColumnDrift column, IReadOnlyList<DriftBin> bins) => new()
    {
        Title = "Then and now",
        Description = column.Verdict.Reason,
        X = "share of the values",
        IsBars = true,
        Series =
        [
            ($"reference ({Figure.OfWhole(column.ReferenceSamples)})", "c0"),
            ($"now ({Figure.OfWhole(column.Samples)})", "c1"),
        ],
        Rows =
        [
            .. bins.SelectMany(x => new PlotRow[]
            {
                new(x.Value ?? "all others", x.Reference, null, null, Percent(x.Reference)) { Style = "c0", Begins = true },
                new("", x.Current, null, null, Percent(x.Current)),
            }),
        ],
    };

    private static string Caption(ColumnDrift column, IReadOnlyList<DriftBin> ranges)
    {
        var beyond = ranges.Count > 2
            ? $" The outermost bars have all from {Figure.Of(ranges[0].Low!.Value)} and to {Figure.Of(ranges[^1].High!.Value)}."
            : "";
        var shares = string.Concat(
            Change("missing", column.Missing),
            Change("unseen in training", column.Unseen),
            Change("beyond the range of training", column.OutOfRange),
            column.Text is { OutOfVocabulary: { } vocabulary } ? $" Words that training has not: {Percent(vocabulary)}." : "");
        return $"{column.Verdict.Reason}{beyond}{shares}";
    }

    private static string Change(string what, ShareChange? change) => change is { Reference: 0, Current: 0 } or null
        ? ""
        : $" {char.ToUpperInvariant(what[0])}{what[1..]}: {Percent(change.Reference)} then, {Percent(change.Current)} now.";

    private static ReportFigure? OverTime(ColumnDrift column, int place, MonitorDocument document, WindowSeries series)
    {
        if (!document.DriftOverTime.TryGetValue(column.Column, out var points) || column.Method is not { } method)
            return null;
        var name = method.Name();
        var values = points.Select(x => x?.Judged).ToList();
        var bad = points.Select((x, at) => x?.Outcome == Outcome.Failed ? values[at] : null).ToList();
        return series.Draw(
            $"drift-{place + 1}",
            "From window to window",
            column.LimitsPValue ? $"p-value of {name}, corrected" : name,
            [
                series.Zero,
                .. column.Limit is { } limit
                    ? [series.Level(limit, $"limit {Figure.Of(limit)}", "bad")]
                    : Array.Empty<PlotMark>(),
                .. column.LimitsPValue || column.IsLearned
                    ? []
                    : series.Line([.. points.Select(x => x?.Value)], "with what chance gives", "c0", isDashed: true),
                .. series.Line(values, column.LimitsPValue ? "p-value" : "beyond chance"),
                .. series.Dots(bad, "drifts", "bad"),
            ],
            $"By {name}, {column.MethodReason}."
            + (column.LimitsPValue
                ? " Below the limit it drifts."
                : " At the limit or above it drifts, unless chance gives that too often."));
    }

    private static ReportGrid Grid(IReadOnlyList<ColumnDrift> columns) => new(
        ["column", "verdict", "method", "#value", "#p", "#limit", "#values", "#missing then", "#now", "why"],
        [.. columns.Take(MostListed).Select(x => (IReadOnlyList<ReportCell>)
        [
            x.Column,
            new(Note(x), RuleSection.Tag(x.Verdict.Outcome)),
            x.Method?.Name() ?? "",
            x.Value is { } value ? Figure.Of(value) : "",
            (x.CorrectedPValue ?? x.PValue) is { } p ? Figure.Of(p) : "",
            x.Limit is { } limit ? Figure.Of(limit) : "",
            Figure.OfWhole(x.Samples),
            x.Missing is { } then ? Percent(then.Reference) : "",
            x.Missing is { } now ? Percent(now.Current) : "",
            new(x.Verdict.Reason) { IsReason = true },
        ])]);

    private static string Percent(double share) => Figure.OfPercent(Math.Round(share, 4));
}

/// <summary>Faulty values of inputs.</summary>
internal static class QualitySection
{
    private const int MostOpen = 6;
    private const int MostDrawn = 60;

    private static readonly (string Words, string Style, Func<FaultShares, double> Share)[] Kinds =
    [
        ("missing", "c1", x => x.Missing), ("unseen", "c2", x => x.Unseen), ("out of range", "c3", x => x.OutOfRange),
        ("type faults", "c4", x => x.TypeFaults),
    ];

    public static ReportSection Of(MonitorDocument document, WindowSeries series)
    {
        var faults = document.Windows.Select(x => x.Faults.ToDictionary(y => y.Column, StringComparer.Ordinal)).ToList();
        var columns = faults.SelectMany(x => x.Values).GroupBy(x => x.Column)
            .OrderByDescending(x => x.Max(Sum)).ThenBy(x => x.Key, StringComparer.Ordinal).Select(x => x.Key)
            .Take(MostDrawn).ToList();
        List<ReportFigure> figures =
            [.. columns.Select((x, at) => FigureOf(x, at, document, faults, series)).OfType<ReportFigure>()];
        return new ReportSection("quality", "Data quality", figures.Count == 0 ? null
            : "Shares of values that were faulty, by input; inputs without any are left out. Dashed is what training had.")
        {
            Figures = [.. figures.Take(MostOpen)],
            Folds = figures.Count <= MostOpen
                ? []
                : [new ReportFold("Other inputs", $"{figures.Count - MostOpen}", [.. figures.Skip(MostOpen)])],
        };
    }

    private static double Sum(FaultShares x) => x.Missing + x.Unseen + x.OutOfRange + x.TypeFaults;

    private static ReportFigure? FigureOf(
        string column,
        int place,
        MonitorDocument document,
        IReadOnlyList<IReadOnlyDictionary<string, FaultShares>> faults,
        WindowSeries series)
    {
        var marks = new List<PlotMark> { series.Zero };
        if (document.Drift?.Columns.FirstOrDefault(x => x.Column == column)?.Missing is { Reference: > 0 } known)
        {
            var share = Figure.OfPercent(Math.Round(known.Reference, 4));
            marks.Add(series.Level(known.Reference, $"missing in training, {share}", "c0"));
        }

        var words = new List<string>();
        foreach (var (name, style, pick) in Kinds)
        {
            List<double?> values = [.. faults.Select((x, at) => document.Windows[at] is { Predictions: 0, RefusedRequests: 0 }
                ? (double?)null
                : x.TryGetValue(column, out var found) ? pick(found) : 0)];
            if (!values.Exists(x => x > 0))
                continue;
            marks.AddRange(series.Line(values, name, style));
            words.Add($"{name} {Figure.OfPercent(Math.Round(WindowSeries.Last(values) ?? 0, 4))}");
        }

        return series.Draw($"quality-{place + 1}", column, "share", marks, $"Last: {string.Join(", ", words)}.");
    }
}
