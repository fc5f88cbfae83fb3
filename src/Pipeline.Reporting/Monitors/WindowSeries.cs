using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Monitoring;
using Pipeline.Reporting.ModelCards;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Monitors;

/// <summary>What was measured from window to window, and how that is drawn over time.</summary>
internal sealed class WindowSeries
{
    private const int MostRevisions = 4;
    private const int MostDotted = 40;
    private const double Height = 170;

    private readonly Dictionary<(string Name, string? Column, string? Slice), Measurement?[]> _measured = [];
    private readonly double[] _middles;
    private readonly IReadOnlyList<MonitoredWindow> _windows;

    public WindowSeries(IReadOnlyList<MonitoredWindow> windows)
    {
        _windows = windows;
        _middles = [.. windows.Select(x => (TimeScale.Of(x.From) + TimeScale.Of(x.To)) / 2)];
        foreach (var (place, window) in windows.Index())
        {
            foreach (var measured in window.Measurements)
            {
                var key = (measured.Name, measured.Column, measured.Slice);
                if (!_measured.TryGetValue(key, out var series))
                    _measured[key] = series = new Measurement?[windows.Count];
                series[place] ??= measured;
            }
        }
    }

    public int Count => _windows.Count;

    /// <summary>All that any window has, in the order in which it first came.</summary>
    public IEnumerable<(string Name, string? Column, string? Slice)> Keys => _measured.Keys;

    /// <summary>The begin of the first and the end of the last.</summary>
    public (double Low, double High)? Ends =>
        _windows.Count == 0 ? null : (TimeScale.Of(_windows[0].From), TimeScale.Of(_windows[^1].To));

    /// <summary>Window by window; nothing of what was never measured.</summary>
    public IReadOnlyList<Measurement?> Find(string name, string? column = null, string? slice = null) =>
        _measured.GetValueOrDefault((name, column, slice)) ?? new Measurement?[_windows.Count];

    public static IReadOnlyList<double?> Numbers(IEnumerable<Measurement?> measured) =>
        [.. measured.Select(MeasurementWords.NumberOf)];

    public static double? Last(IEnumerable<double?> values) => values.LastOrDefault(x => x is not null);

    /// <summary>Where bars of windows begin and end.</summary>
    public IReadOnlyList<double> Edges => [.. _windows.Select(x => TimeScale.Of(x.From)), TimeScale.Of(_windows[^1].To)];

    /// <summary>A line with gaps where there is no value. Fewer values than windows belong to the last ones.</summary>
    public IEnumerable<PlotMark> Line(IReadOnlyList<double?> values, string? name, string style = "c1", bool isDashed = false)
    {
        foreach (var run in Runs(values))
        {
            double[] x = [.. run.Select(at => _middles[at])];
            double[] y = [.. run.Select(at => At(values, at)!.Value)];
            if (run.Count > 1)
                yield return new PlotMark.Line(x, y) { Name = name, Style = style, IsDashed = isDashed };
            if (run.Count == 1 || _windows.Count <= MostDotted)
                yield return new PlotMark.Points(x, y) { Name = run.Count == 1 ? name : null, Style = style, IsBig = true };
            name = null;
        }
    }

    /// <summary>Values without a line.</summary>
    public IEnumerable<PlotMark> Dots(IReadOnlyList<double?> values, string name, string style)
    {
        var places = Runs(values).SelectMany(x => x).ToList();
        if (places.Count > 0)
        {
            yield return new PlotMark.Points(
                [.. places.Select(at => _middles[at])], [.. places.Select(at => At(values, at)!.Value)])
            {
                Name = name,
                Style = style,
                IsBig = true,
            };
        }
    }

    /// <summary>The intervals of what was measured, below its line.</summary>
    public IEnumerable<PlotMark> Band(IReadOnlyList<Measurement?> measured, string style = "c1")
    {
        var usable = measured.Select(x => MeasurementWords.Usable(x?.Interval)).ToList();
        foreach (var run in Runs([.. usable.Select(x => x?.Low)]))
        {
            double[] x = [.. run.Select(at => _middles[at])];
            double[] low = [.. run.Select(at => usable[at]!.Low)];
            double[] high = [.. run.Select(at => usable[at]!.High)];
            if (run.Count == 1)
                yield return new PlotMark.Whiskers(x, low, high) { Style = style };
            else
                yield return new PlotMark.Band(x, low, high) { Style = style };
        }
    }

    /// <summary>A level from end to end.</summary>
    public PlotMark Level(double value, string name, string style) =>
        new PlotMark.Line([Ends!.Value.Low, Ends.Value.High], [value, value])
        {
            Name = name,
            Style = style,
            IsDashed = true,
            IsLevel = true,
        };

    /// <summary>The limits that a criterion sets.</summary>
    public IEnumerable<PlotMark> Limits(Criterion criterion, Measurement? measured = null)
    {
        var (low, high) = LimitsOf(criterion, measured?.Comparison);
        if (low is { } least)
            yield return Level(least, $"at least {Figure.Of(least)}", "bad");
        if (high is { } most)
            yield return Level(most, $"at most {Figure.Of(most)}", "bad");
    }

    private static (double? Low, double? High) LimitsOf(Criterion criterion, Comparison? compared) => criterion switch
    {
        Criterion.AtLeast x => (x.Limit, null),
        Criterion.AtMost x => (null, x.Limit),
        Criterion.Between x => (x.Low, x.High),
        Criterion.NoWorseThan x when compared is { HigherIsBetter: true, Value: MeasuredValue.Number known } =>
            (known.Value - x.Margin, null),
        Criterion.NoWorseThan x when compared is { Value: MeasuredValue.Number known } => (null, known.Value + x.Margin),
        _ => (null, null),
    };

    /// <summary>Where revisions began to answer, the last of them.</summary>
    public IEnumerable<PlotMark> Revisions()
    {
        var begins = new List<(double At, int Number)>();
        for (var place = 1; place < _windows.Count; place++)
        {
            var before = _windows.Take(place).SelectMany(x => x.Revisions).ToHashSet();
            begins.AddRange(_windows[place].Revisions.Where(x => before.Count > 0 && !before.Contains(x))
                .Select(x => (TimeScale.Of(_windows[place].From), x)));
        }

        return begins.TakeLast(MostRevisions).Select(x =>
            new PlotMark.Upright(x.At, string.Create(CultureInfo.InvariantCulture, $"revision {x.Number}")));
    }

    /// <summary>A figure over time; null where nothing of it was measured.</summary>
    /// <param name="name">Of the figure, in lower case with hyphens.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="upwards">What the numbers upwards are.</param>
    /// <param name="marks">What is drawn; levels and limits alone are nothing.</param>
    /// <param name="caption">How it is read.</param>
    public ReportFigure? Draw(string name, string title, string upwards, IReadOnlyList<PlotMark> marks, string caption) =>
        marks.Any(x => x is PlotMark.Points or PlotMark.Bars or PlotMark.Line { IsLevel: false })
            ? new ReportFigure(
                name,
                new XyPlot
                {
                    Title = title,
                    Description = string.Join("; ", marks.Select(x => x.Name).OfType<string>()),
                    X = "windows, in UTC",
                    Y = upwards,
                    IsOverTime = true,
                    XEnds = Ends,
                    Height = Height,
                    Marks = marks,
                },
                caption)
            : null;

    /// <summary>So that the axis begins at 0, where numbers are shares.</summary>
    public PlotMark Zero => new PlotMark.Rule(Ends!.Value.Low, 0, Ends.Value.High, 0);

    /// <summary>Places of windows in a row that have a value.</summary>
    private IEnumerable<List<int>> Runs(IReadOnlyList<double?> values)
    {
        var run = new List<int>();
        for (var at = 0; at < _windows.Count; at++)
        {
            if (At(values, at) is { } value && double.IsFinite(value))
            {
                run.Add(at);
                continue;
            }

            if (run.Count > 0)
                yield return run;
            run = [];
        }

        if (run.Count > 0)
            yield return run;
    }

    private double? At(IReadOnlyList<double?> values, int window)
    {
        var place = window - _windows.Count + values.Count;
        return place >= 0 && place < values.Count ? values[place] : null;
    }
}
