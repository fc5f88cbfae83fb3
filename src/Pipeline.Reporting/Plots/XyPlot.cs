using System.Text;
using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Plots;

/// <summary>What is drawn between two axes.</summary>
internal abstract record PlotMark
{
    private PlotMark()
    {
    }

    /// <summary>A class of the style sheet: "c1" is the model's own colour, "c0" a quiet one.</summary>
    public string Style { get; init; } = "c1";

    /// <summary>As the legend has it; null for a mark that needs no name.</summary>
    public string? Name { get; init; }

    public sealed record Line(IReadOnlyList<double> X, IReadOnlyList<double> Y) : PlotMark
    {
        /// <summary>From a point to the right first, then up or down to the next.</summary>
        public bool IsStep { get; init; }

        public bool IsDashed { get; init; }

        /// <summary>A number to compare with, which is no measurement.</summary>
        public bool IsLevel { get; init; }

        /// <summary>One of many, which no reader follows by itself.</summary>
        public bool IsThin { get; init; }
    }

    /// <summary>What lies between two lines.</summary>
    public sealed record Band(IReadOnlyList<double> X, IReadOnlyList<double> Low, IReadOnlyList<double> High) : PlotMark;

    /// <param name="Edges">One more than there are bars.</param>
    /// <param name="Heights">From 0.</param>
    public sealed record Bars(IReadOnlyList<double> Edges, IReadOnlyList<double> Heights) : PlotMark
    {
        /// <summary>Others may be seen through it.</summary>
        public bool IsOver { get; init; }
    }

    public sealed record Points(IReadOnlyList<double> X, IReadOnlyList<double> Y) : PlotMark
    {
        public bool IsBig { get; init; }
    }

    /// <summary>An interval above each of some numbers.</summary>
    public sealed record Whiskers(IReadOnlyList<double> X, IReadOnlyList<double> Low, IReadOnlyList<double> High) : PlotMark;

    /// <summary>A straight line to compare with, from end to end.</summary>
    public sealed record Rule(double X1, double Y1, double X2, double Y2) : PlotMark;

    /// <summary>A line upwards at a number, with its words at the top.</summary>
    public sealed record Upright(double X, string Words) : PlotMark;
}

/// <summary>Lines, bars and points between two axes with numbers.</summary>
internal sealed record XyPlot : Plot
{
    private const int TicksAcross = 5;
    private const double Foot = 38;
    private const double Right = 10;

    /// <summary>What the numbers across are.</summary>
    public required string X { get; init; }

    /// <summary>What the numbers upwards are.</summary>
    public required string Y { get; init; }

    /// <summary>In the order in which they are drawn, the last on top.</summary>
    public required IReadOnlyList<PlotMark> Marks { get; init; }

    /// <summary>The ends of the axis; null where the marks' numbers say them.</summary>
    public (double Low, double High)? XEnds { get; init; }

    public (double Low, double High)? YEnds { get; init; }

    /// <summary>Numbers across are times, as <see cref="TimeScale"/> has them.</summary>
    public bool IsOverTime { get; init; }

    /// <summary>How high the part between the axes is.</summary>
    public double Height { get; init; } = 200;

    protected override double Draw(Markup svg)
    {
        var top = Legend(
            svg, [.. Marks.Where(mark => mark.Name is not null).Select(mark => (mark.Name!, LegendStyle(mark)))], 0)
            + (Y.Length == 0 ? 10 : 26);
        var (low, bottom) = (top + Height, top + Height + Foot);
        var upwards = Scale(YEnds, Marks.SelectMany(Upwards), low, top);
        var ticks = upwards.Ticks(TicksAcross);
        var words = PlotScale.Words(ticks);
        var left = words.Select(PlotText.Width).DefaultIfEmpty(0).Max() + 8;
        var across = Scale(XEnds, Marks.SelectMany(Across), left, Width - Right);
        TextWithin(svg, 0, top - 13, Y, Width);
        foreach (var (tick, word) in ticks.Zip(words))
        {
            Line(svg, left, upwards.At(tick), Width - Right, upwards.At(tick), "grid");
            Text(svg, left - 6, upwards.At(tick) + 3.8, word, anchor: "end");
        }

        foreach (var (tick, word) in TicksOf(across))
        {
            Line(svg, across.At(tick), low, across.At(tick), low + 4, "axis");
            Centred(svg, across.At(tick), low + 17, word);
        }

        Line(svg, left, low, Width - Right, low, "axis");
        Caption(svg, (left + Width - Right) / 2, bottom - 4, X);
        foreach (var mark in Marks)
            Draw(svg, mark, across, upwards);
        return bottom;
    }

    private IEnumerable<(double At, string Word)> TicksOf(PlotScale across)
    {
        if (IsOverTime)
            return TimeScale.Ticks(across, TicksAcross + 1);
        var ticks = across.Ticks(TicksAcross);
        return ticks.Zip(PlotScale.Words(ticks));
    }

    private static PlotScale Scale((double Low, double High)? ends, IEnumerable<double> values, double from, double to) =>
        ends is { } given && given.Low < given.High
            ? new PlotScale(given.Low, given.High, from, to)
            : PlotScale.Around(values, TicksAcross, from, to);

    private static string LegendStyle(PlotMark mark) =>
        mark is PlotMark.Line { IsDashed: true } ? $"dashed {mark.Style}" : mark.Style;

    private static IEnumerable<double> Across(PlotMark mark) => mark switch
    {
        PlotMark.Line x => x.X,
        PlotMark.Band x => x.X,
        PlotMark.Bars x => x.Edges,
        PlotMark.Points x => x.X,
        PlotMark.Whiskers x => x.X,
        PlotMark.Rule x => [x.X1, x.X2],
        PlotMark.Upright x => [x.X],
        _ => [],
    };

    private static IEnumerable<double> Upwards(PlotMark mark) => mark switch
    {
        PlotMark.Line x => x.Y,
        PlotMark.Band x => x.Low.Concat(x.High),
        PlotMark.Bars x => x.Heights.Append(0),
        PlotMark.Points x => x.Y,
        PlotMark.Whiskers x => x.Low.Concat(x.High),
        PlotMark.Rule x => [x.Y1, x.Y2],
        _ => [],
    };

    private static void Draw(Markup svg, PlotMark mark, PlotScale across, PlotScale upwards)
    {
        switch (mark)
        {
            case PlotMark.Line x:
                var style = x.IsThin ? "thin" : x.IsDashed ? "line dashed" : "line";
                svg.Empty("path", ("class", $"{style} {x.Style}"), ("d", Path(x.X, x.Y, x.IsStep, across, upwards)));
                break;
            case PlotMark.Band x:
                svg.Empty("path", ("class", $"band {x.Style}"), ("d", Area(x, across, upwards)));
                break;
            case PlotMark.Bars x:
                Draw(svg, x, across, upwards);
                break;
            case PlotMark.Points x:
                Dots(svg, x.X.Zip(x.Y, (h, v) => (across.At(h), upwards.At(v))), $"{(x.IsBig ? "big" : "cloud")} {x.Style}");
                break;
            case PlotMark.Whiskers x:
                foreach (var (value, low, high) in x.X.Zip(x.Low, x.High))
                    Line(svg, across.At(value), upwards.At(low), across.At(value), upwards.At(high), $"whisker {x.Style}");
                break;
            case PlotMark.Rule x:
                Line(svg, across.At(x.X1), upwards.At(x.Y1), across.At(x.X2), upwards.At(x.Y2), "rule");
                break;
            case PlotMark.Upright x:
                Line(svg, across.At(x.X), upwards.From, across.At(x.X), upwards.To, "mark");
                var isLeft = across.At(x.X) > Width / 2;
                Text(svg, across.At(x.X) + (isLeft ? -5 : 5), upwards.To + 10, x.Words, "halo label", isLeft ? "end" : null);
                break;
        }
    }

    private static void Draw(Markup svg, PlotMark.Bars bars, PlotScale across, PlotScale upwards)
    {
        var path = new StringBuilder();
        var floor = upwards.At(0);
        for (var i = 0; i < bars.Heights.Count; i++)
        {
            var (left, right) = (across.At(bars.Edges[i]), across.At(bars.Edges[i + 1]));
            var gap = right - left > 4 ? 0.5 : 0;
            if (Math.Abs(upwards.At(bars.Heights[i]) - floor) >= 0.05)
                path.Append($"M{At(left + gap)} {At(floor)}V{At(upwards.At(bars.Heights[i]))}H{At(right - gap)}V{At(floor)}Z");
        }

        if (path.Length > 0)
            svg.Empty("path", ("class", $"{(bars.IsOver ? "bar over" : "bar")} {bars.Style}"), ("d", path.ToString()));
    }

    private static string Path(
        IReadOnlyList<double> x, IReadOnlyList<double> y, bool isStep, PlotScale across, PlotScale upwards)
    {
        var path = new StringBuilder();
        for (var i = 0; i < x.Count; i++)
        {
            if (i > 0 && isStep)
                path.Append('H').Append(At(across.At(x[i]))).Append('V').Append(At(upwards.At(y[i])));
            else
                path.Append(i == 0 ? 'M' : 'L').Append(At(across.At(x[i]))).Append(' ').Append(At(upwards.At(y[i])));
        }

        return path.ToString();
    }

    private static string Area(PlotMark.Band band, PlotScale across, PlotScale upwards)
    {
        var back = Enumerable.Range(0, band.X.Count).Reverse().ToList();
        return Path(
            [.. band.X, .. back.Select(at => band.X[at])], [.. band.Low, .. back.Select(at => band.High[at])],
            isStep: false, across, upwards) + "Z";
    }
}
