using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Plots;

/// <summary>
/// What features added to answers, row by row: a dot for each row at what it added, stacked where many are, and coloured by how
/// large the feature's value was. SHAP's "beeswarm".
/// </summary>
internal sealed record SwarmPlot : Plot
{
    private const double RowHeight = 32;
    private const double WidestLabel = 124;
    private const double Dot = 2.6;
    private const int Levels = 5;

    /// <summary>What the numbers are.</summary>
    public required string X { get; init; }

    public required IReadOnlyList<SwarmRow> Rows { get; init; }

    protected override double Draw(Markup svg)
    {
        var top = Legend(
            svg, [("low value", "q0"), ("middle", "q2"), ("high value", "q4"), ("no order", "c0")], 0) + 2;
        var left = Math.Min(WidestLabel, Rows.Select(row => PlotText.Width(row.Label)).DefaultIfEmpty(0).Max()) + 8;
        var across = PlotScale.Around(Rows.SelectMany(row => row.Places).Append(0), 4, left, Width - 8);
        var bottom = top + (Rows.Count * RowHeight);
        var ticks = across.Ticks(4);
        foreach (var (tick, word) in ticks.Zip(PlotScale.Words(ticks)))
        {
            Line(svg, across.At(tick), top, across.At(tick), bottom, tick == 0 ? "axis" : "grid");
            Centred(svg, across.At(tick), bottom + 14, word);
        }

        Caption(svg, (left + Width) / 2, bottom + 31, X);
        foreach (var (index, row) in Rows.Index())
        {
            var y = top + ((index + 0.5) * RowHeight);
            TextWithin(svg, left - 8, y + 3.8, row.Label, left - 6, "label", "end");
            Draw(svg, row, across, y);
        }

        return bottom + 36;
    }

    private static void Draw(Markup svg, SwarmRow row, PlotScale across, double y)
    {
        var stacks = new Dictionary<int, int>();
        var dots = new List<(double X, double Y, string Style)>();
        foreach (var at in Enumerable.Range(0, row.Places.Count).OrderBy(at => row.Places[at]).ThenBy(at => row.Levels[at]))
        {
            var x = across.At(row.Places[at]);
            var column = (int)(x / Dot);
            var height = stacks.GetValueOrDefault(column);
            stacks[column] = height + 1;
            var up = (height + 1) / 2 * Dot * (height % 2 == 0 ? 1 : -1);
            dots.Add((x, y + Math.Clamp(up, -RowHeight * 0.42, RowHeight * 0.42), StyleOf(row.Levels[at])));
        }

        foreach (var group in dots.GroupBy(dot => dot.Style).OrderBy(group => group.Key, StringComparer.Ordinal))
            Dots(svg, group.Select(dot => (dot.X, dot.Y)), $"swarm {group.Key}");
    }

    private static string StyleOf(double? level) => level is { } known
        ? $"q{Math.Clamp((int)(known * Levels), 0, Levels - 1)}"
        : "c0";
}

/// <summary>One feature of a <see cref="SwarmPlot"/>.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Places">By row, what it added.</param>
/// <param name="Levels">By row, how large its value is among all, from 0 to 1; null where values have no order.</param>
internal sealed record SwarmRow(string Label, IReadOnlyList<double> Places, IReadOnlyList<double?> Levels);
